import { benchResults } from '../bench/results.ts';
import { qualityResults } from '../quality/results.ts';
import type { Attempt, Result } from '../record/result.ts';
import type { Journal, Leg } from './journal.ts';
import { entriesOf } from './journal.ts';
import type { PlannedCheck, RunPlan } from './plan.ts';

/** The settled proof, as an entry of its own: without it nothing else means anything. */
export const settledCheck: PlannedCheck = {
  suite: 'settle',
  check: 'settled',
  title: 'The rollout is over and only its pods serve',
  gate: 'blocking',
  blames: 'release',
  attempts: 1,
  timeoutSeconds: 600,
};

/** Whether a leg has to be seen settled first: what was rolled back to always has. */
export const owesSettled = (plan: RunPlan, leg: Leg): boolean => plan.settle !== null || leg === 'rollback';

/** The checks that a leg of the run owes, besides its settled proof and its benchmarks. */
export const checksOf = (plan: RunPlan, leg: Leg): readonly PlannedCheck[] =>
  leg === 'release' ? plan.checks : plan.rollback.suite;

export const attemptsOf = (journal: Journal, leg: Leg, planned: PlannedCheck): Attempt[] =>
  entriesOf(journal, 'checked')
    .filter((entry) => entry.leg === leg && entry.suite === planned.suite && entry.check === planned.check)
    .map((entry) => entry.attempt);

/** True while another attempt is owed: none yet, or the last one failed or could not tell. */
export function owesAttempt(planned: PlannedCheck, attempts: readonly Attempt[]): boolean {
  const last = attempts.at(-1);
  if (!last) return true;
  return attempts.length < planned.attempts && (last.outcome === 'fail' || last.outcome === 'inconclusive');
}

/** The word on one planned check: its last attempt, except that a fail seen once among other answers is not a fail. */
export function resultOf(planned: PlannedCheck, attempts: readonly Attempt[]): Result | null {
  const last = attempts.at(-1);
  if (!last) return null;
  const { startedAt: _, finishedAt: __, ...found } = last;
  const fails = attempts.filter((one) => one.outcome === 'fail').length;
  const unconfirmed = last.outcome === 'fail' && fails < Math.min(2, planned.attempts);
  return {
    ...found,
    ...(unconfirmed && { outcome: 'inconclusive', reason: `failed once, not confirmed: ${last.reason}` }),
    suite: planned.suite,
    check: planned.check,
    title: planned.title,
    gate: planned.gate,
    blames: planned.blames,
    attempts: [...attempts],
  };
}

/** Every result that a leg of the run has so far, in the plan's order. */
export function resultsOf(plan: RunPlan, journal: Journal, leg: Leg): Result[] {
  const settled = entriesOf(journal, 'settled').filter((entry) => entry.leg === leg);
  const checks = checksOf(plan, leg)
    .map((planned) => resultOf(planned, attemptsOf(journal, leg, planned)))
    .filter((found) => found !== null);
  const ofRelease =
    leg === 'release'
      ? [
          ...qualityResults(plan.quality, plan.checks, checks),
          ...plan.bench.flatMap((bench) => benchResults(bench, journal)),
        ]
      : [];
  const proof = resultOf(
    settledCheck,
    settled.map((entry) => entry.attempt),
  );
  return [...(proof ? [proof] : []), ...checks, ...ofRelease];
}
