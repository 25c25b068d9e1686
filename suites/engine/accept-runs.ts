import type { BaselineStore } from '../bench/baseline-store.ts';
import { runsOf } from '../bench/session.ts';
import { acceptedScores } from '../quality/accepted.ts';
import type { Journal } from './journal.ts';
import type { RunPlan } from './plan.ts';
import { resultsOf } from './results.ts';

/** Adds what a run that passed has measured to its baselines; answers the keys of those that it was added to. */
export async function acceptRuns(
  baselines: BaselineStore,
  plan: RunPlan,
  journal: Journal,
): Promise<string[]> {
  const scored = plan.quality && acceptedScores(resultsOf(plan, journal, 'release'));
  const measured = [
    ...plan.bench.map((bench) => ({
      key: bench.baselineKey,
      runs: runsOf(bench, journal).filter(({ status }) => status === 'valid'),
    })),
    ...(plan.quality && scored ? [{ key: plan.quality.baselineKey, runs: [scored] }] : []),
  ].filter(({ runs }) => runs.length > 0);
  for (const { key, runs } of measured) await baselines.accept(key, plan.id, runs);
  return measured.map(({ key }) => key);
}
