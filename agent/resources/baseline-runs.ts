import { type PodAge, podAgeOf } from '../../suites/bench/baseline-store.ts';
import type { Measured } from '../../suites/bench/plan.ts';
import {
  type AcceptedRun,
  type BaselineSpec,
  keptRuns,
  longestName,
  mostBeside,
  mostCriteria,
} from './baseline.ts';

/** What is kept of the valid measurements of a run. */
export const acceptedRuns = (runId: string, runs: readonly Measured[]): AcceptedRun[] =>
  runs.map(({ startedAt, run, scalars, podAgeSeconds, controls, background }) => ({
    at: startedAt,
    run: `${runId}/${run}`,
    scalars: bounded(scalars, ({ value }) => value, mostCriteria),
    ...(podAgeSeconds !== undefined && { podAgeSeconds }),
    ...(controls && { controls: bounded(controls, (value) => value, mostBeside) }),
    ...(background && { background: bounded(background, ({ during }) => during, mostBeside) }),
  }));

function bounded<T>(
  of: Readonly<Record<string, T>>,
  pick: (one: T) => number | null,
  most: number,
): Record<string, number> {
  const entries = Object.entries(of).flatMap(([name, one]) => {
    const value = pick(one);
    return value === null || name.length > longestName ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries.slice(0, most));
}

/** The spec with the runs that it has not yet; the very same spec where it has them all. */
export function withRuns(spec: BaselineSpec, accepted: readonly AcceptedRun[]): BaselineSpec {
  const added = accepted.filter(({ run }) => !spec.runs.some((one) => one.run === run));
  const anchor = spec.anchor ?? spec.runs[0] ?? added[0];
  if (added.length === 0 || !anchor) return spec;
  return { ...spec, anchor, runs: lastOfEachAge([...spec.runs, ...added]) };
}

/**
 * The spec without the runs of one trial run, pinned or not; the very same spec where it has none. An anchor of its goes
 * to the oldest left.
 */
export function withoutRuns(spec: BaselineSpec, runId: string): BaselineSpec {
  const isIts = ({ run }: AcceptedRun) => run.startsWith(`${runId}/`);
  const { anchor, pinned, ...others } = spec;
  if (![...spec.runs, ...(pinned?.runs ?? [])].some(isIts)) return spec;
  const left = (all: readonly AcceptedRun[]) => all.filter((run) => !isIts(run));
  const runs = left(spec.runs);
  const first = anchor && !isIts(anchor) ? anchor : runs[0];
  return {
    ...others,
    runs,
    ...(first && { anchor: first }),
    ...(pinned && { pinned: { ...pinned, runs: left(pinned.runs) } }),
  };
}

/** Many short runs of settled pods must not push out those that the next release is compared with. */
function lastOfEachAge(runs: readonly AcceptedRun[]): AcceptedRun[] {
  const kept = new Set([
    ...runsAt('fresh', runs).slice(-keptRuns),
    ...runsAt('settled', runs).slice(-keptRuns),
  ]);
  return runs.filter((run) => kept.has(run));
}

/** The runs of pods of that age, oldest first. */
export const runsAt = (pods: PodAge, runs: readonly AcceptedRun[]): AcceptedRun[] =>
  runs.filter((run) => podAgeOf(run) === pods);
