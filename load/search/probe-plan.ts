import { type LoadLevel, type LoadPlan, loadPlanSchema } from '../plan.ts';
import type { Measurement } from './next-probe.ts';
import type { SearchOptions } from './options.ts';

export type ProbePlan = {
  readonly plan: LoadPlan;
  /** So many levels at the start are warm-up. */
  readonly warmup: number;
};

/**
 * One probe as a load plan: the same level again and again without a pause, each a batch. The engine keeps the load on
 * from level to level, so the first of them are the warm-up and the others the parts of one long window.
 */
export function probePlan(
  base: LoadPlan,
  { level, batchSeconds, mostSeconds }: Measurement,
  { mode, arrivals, batches }: SearchOptions,
  requestsLeft: number,
): ProbePlan {
  const warmup = Math.max(1, Math.ceil(base.warmupSeconds / batchSeconds - 1e-9));
  const load: LoadLevel = mode === 'rate' ? { rate: level, arrivals } : { streams: level };
  const count = warmup + batches;
  const plan = loadPlanSchema.parse({
    ...base,
    levels: Array.from({ length: count }, () => load),
    warmupSeconds: 0,
    measureSeconds: batchSeconds,
    budget: {
      ...base.budget,
      maxRequests: Math.max(1, Math.min(base.budget.maxRequests, requestsLeft)),
      maxSeconds: Math.max(count * batchSeconds, mostSeconds),
    },
  });
  return { plan, warmup };
}
