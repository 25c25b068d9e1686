import type { Journal } from '../engine/journal.ts';
import type { RunPlan } from '../engine/plan.ts';
import { fail, inconclusive, pass } from '../record/finding.ts';
import type { Result } from '../record/result.ts';
import { type SoakBench, type SoakState, soakBenches, soakStates } from './soak.ts';
import { fewestLooks } from './soak-policy.ts';
import { rangeState } from './states.ts';

/**
 * What a soak found, one result per criterion that decides. Only a proven regression blocks: what a soak could not tell
 * takes nothing back from a release that passed.
 */
export function soakResults(plan: RunPlan, journal: Journal): Result[] {
  return soakStates(plan, journal).map((state) => {
    const { workload, age, criterion, runs, suspects } = state;
    const found = findingOf(state);
    const times = { startedAt: runs[0]!.startedAt, finishedAt: runs.at(-1)!.finishedAt };
    return {
      ...found,
      suite: 'soak',
      check: `soak.${workload}.${criterion.id}.${age}`,
      title: `${criterion.title}, soak of ${age} pods`,
      gate: state.state === 'regressed' ? 'blocking' : 'advisory',
      blames: 'release',
      attempts: [{ ...found, ...times }],
      ...(suspects.length > 0 && { suspects: [...suspects] }),
    };
  });
}

function findingOf({ state, sameAge, reason, runs, suspects }: SoakState) {
  if (state === 'pass' || state === 'improved') return pass(reason);
  if (state !== 'regressed') return inconclusive([reason, ...suspects.map(({ words }) => words)].join('; '));
  const since = `${reason}; since ${runs[0]!.startedAt}`;
  // What age does to a platform is no news of this release: only accepted runs of pods as old can tell.
  if (!sameAge)
    return inconclusive(
      `${since}; but those runs were of younger pods, so it may be age and not the release`,
    );
  return fail(since);
}

/** What a soak that is over, and proved nothing against the release, says of it. */
export interface SoakConclusion {
  readonly outcome: 'passed' | 'inconclusive';
  /** One sentence. */
  readonly reason: string;
}

/** The whole soak in a word. It passed when nothing is left open: only then do its runs enter the baselines. */
export function soakConclusion(plan: RunPlan, journal: Journal): SoakConclusion {
  const benches = soakBenches(plan, journal);
  const open = [
    ...benches.flatMap((of) => doubtsOf(of, plan.soak!.looks)),
    ...soakStates(plan, journal).flatMap(({ state, reason }) => (state === 'inconclusive' ? [reason] : [])),
  ];
  if (open.length > 0) return { outcome: 'inconclusive', reason: open.join('; ').slice(0, 500) };
  const runs = benches.reduce((sum, { looks }) => sum + looks.length, 0);
  return { outcome: 'passed', reason: `${runs} runs, none worse than what was accepted` };
}

function doubtsOf({ bench, looks, stopped }: SoakBench, planned: number): string[] {
  const valid = looks.filter(({ status }) => status === 'valid');
  const void_ = looks.findLast(({ status }) => status === 'void');
  const few = stopped === null && valid.length < Math.max(fewestLooks, planned / 2);
  const max = Math.max(fewestLooks, valid.length);
  const outside = bench.criteria.filter(
    (criterion) =>
      criterion.primary && rangeState({ ...bench, runs: { min: 1, max } }, criterion, valid) === 'outside',
  );
  return [
    ...(stopped === null ? [] : [`${bench.title}: ended early: ${stopped}`]),
    ...(few
      ? [
          `${bench.title}: only ${valid.length} of ${planned} runs counted${void_ ? ` (${void_.reason})` : ''}`,
        ]
      : []),
    ...outside.map(({ title }) => `${title}: outside of what is expected`),
  ];
}
