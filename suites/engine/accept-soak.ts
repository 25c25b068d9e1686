import type { BaselineStore } from '../bench/baseline-store.ts';
import { soakBenches } from '../bench/soak.ts';
import { entriesOf, type Journal } from './journal.ts';
import type { RunPlan } from './plan.ts';

/** Adds the valid runs of a soak that passed to its baselines; answers the keys of those that it was added to. */
export async function acceptSoak(
  baselines: BaselineStore,
  plan: RunPlan,
  journal: Journal,
): Promise<string[]> {
  const measured = soakBenches(plan, journal)
    .map(({ bench, looks }) => ({
      key: bench.baselineKey,
      runs: looks.filter(({ status }) => status === 'valid'),
    }))
    .filter(({ runs }) => runs.length > 0);
  for (const { key, runs } of measured) await baselines.accept(key, plan.id, runs);
  return measured.map(({ key }) => key);
}

/** Takes out what was accepted of a release that its soak proved bad; answers the keys of the baselines. */
export async function withdrawRuns(
  baselines: BaselineStore,
  plan: RunPlan,
  journal: Journal,
): Promise<string[]> {
  const keys = entriesOf(journal, 'accepted').flatMap((entry) => entry.baselines);
  for (const key of keys) await baselines.withdraw(key, plan.id);
  return keys;
}
