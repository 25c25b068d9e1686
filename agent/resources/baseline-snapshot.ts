import type { PodAge } from '../../suites/bench/baseline-store.ts';
import type { BaselineSnapshot } from '../../suites/bench/plan.ts';
import type { AcceptedRun, BaselineSpec } from './baseline.ts';
import { keptRuns } from './baseline.ts';
import { priorOf } from './baseline-prior.ts';
import { runsAt } from './baseline-runs.ts';

/**
 * Accepted runs that make a baseline: what `load/judge` asks for. Fewer are not compared with, so that the first
 * releases are judged by range and service level, and can pass and be accepted.
 */
export const fewestRuns = 4;

/** The runs that a release on pods of that age is compared with, oldest first. */
export const comparedRuns = ({ pinned, runs }: BaselineSpec, pods: PodAge): AcceptedRun[] =>
  runsAt(pods, pinned?.runs ?? runs).slice(-keptRuns);

/**
 * What a plan freezes of a baseline; null where there are too few runs of pods of that age. `home` says where its own runs
 * were measured.
 */
export function snapshotOf(
  spec: BaselineSpec,
  pods: PodAge,
  home = 'accepted runs of this cluster',
): BaselineSnapshot | null {
  const runs = comparedRuns(spec, pods);
  if (runs.length < fewestRuns) return null;
  const prior = priorOf(spec, runs, pods);
  const anchor = spec.anchor && runsAt(pods, [spec.anchor])[0];
  const controls = byName(runs.map((run) => run.controls ?? {}));
  const smallest = Object.entries(spec.calibration?.criteria ?? {})
    .filter(([, { unsteady }]) => unsteady === undefined)
    .map(([id, { smallestEffect }]) => [id, smallestEffect] as const);
  return {
    key: spec.key,
    origin: originOf(spec, runs, home),
    scalars: byName(runs.map(({ scalars }) => scalars)),
    ...(prior && { prior }),
    ...(smallest.length > 0 && { smallestEffect: Object.fromEntries(smallest) }),
    ...(anchor && { anchor: anchor.scalars }),
    ...(Object.keys(controls).length > 0 && { controls }),
  };
}

const byName = (sets: readonly Readonly<Record<string, number>>[]): Record<string, number[]> =>
  Object.fromEntries(
    [...Map.groupBy(sets.flatMap(Object.entries<number>), ([name]) => name)].map(([name, entries]) => [
      name,
      entries.map(([, value]) => value),
    ]),
  );

/** Where the compared runs come from, in the reader's words. */
function originOf(
  { imported, pinned, changes = [] }: BaselineSpec,
  runs: readonly AcceptedRun[],
  home: string,
): string {
  const foreign = runs.filter((run) => run.imported).length;
  const since = foreign < runs.length ? ', and accepted runs since' : '';
  const source = imported && foreign > 0 ? `imported from ${imported.from}, ${imported.when}${since}` : home;
  const change = changes.findLast(({ kind }) => kind === 'accepted');
  const level = change ? `, since ${change.who} accepted a change on ${day(change.at)}: ${change.why}` : '';
  const pin = pinned ? `, pinned by ${pinned.who} on ${day(pinned.since)}: ${pinned.why}` : '';
  return `${source}${level}${pin}`;
}

const day = (at: string): string => at.slice(0, 10);
