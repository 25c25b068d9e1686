import type { BaselineStore } from '../bench/baseline-store.ts';
import type { Measured } from '../bench/plan.ts';
import { runsOf } from '../bench/session.ts';
import { acceptedScores } from '../quality/accepted.ts';
import type { Journal } from './journal.ts';
import type { RunPlan } from './plan.ts';
import { resultsOf } from './results.ts';

/** What a run measured that a baseline can take, by the baseline's key. */
export interface Acceptable {
  readonly key: string;
  /** The workload that was measured; null for the scores of smoke checks. */
  readonly workload: string | null;
  readonly runs: readonly Measured[];
}

/** The valid measurements of a run. */
export function acceptableOf(plan: RunPlan, journal: Journal): Acceptable[] {
  const scored = plan.quality && acceptedScores(resultsOf(plan, journal, 'release'));
  return [
    ...plan.bench.map((bench) => ({
      key: bench.baselineKey,
      workload: bench.workload,
      runs: runsOf(bench, journal).filter(({ status }) => status === 'valid'),
    })),
    ...(plan.quality && scored ? [{ key: plan.quality.baselineKey, workload: null, runs: [scored] }] : []),
  ].filter(({ runs }) => runs.length > 0);
}

/** Adds what a run that passed has measured to its baselines; answers the keys of those that it was added to. */
export async function acceptRuns(
  baselines: BaselineStore,
  plan: RunPlan,
  journal: Journal,
): Promise<string[]> {
  const acceptable = acceptableOf(plan, journal);
  for (const { key, runs } of acceptable) await baselines.accept(key, plan.id, runs);
  return acceptable.map(({ key }) => key);
}
