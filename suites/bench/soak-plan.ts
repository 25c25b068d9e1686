import { z } from 'zod';
import { loadPlanSchema } from '../../load/plan.ts';
import type { BaselineStore } from './baseline-store.ts';
import { baselineSnapshot, type PlannedBench } from './plan.ts';
import type { BenchPolicy } from './policy.ts';
import { fewestLooks, looksOf, mostLooks, type SoakPolicy } from './soak-policy.ts';

/** A soak as planned: after a pass the benchmarks are measured `looks` times more, `everySeconds` apart. */
export const soakPlan = z.object({
  everySeconds: z.number().int().positive(),
  looks: z.number().int().min(fewestLooks).max(mostLooks),
  benches: z
    .array(
      z.object({
        workload: z.string(),
        /** Accepted runs of pods that had been up for a while; null: none yet. */
        settled: baselineSnapshot.nullable(),
        /** Runs that the budget allows, those of the trial among them; null: any number. */
        mostRuns: z.number().int().nullable(),
      }),
    )
    .max(20),
});
export type SoakPlan = z.infer<typeof soakPlan>;

/** Freezes a soak of the benchmarks that can be measured; null where there are none. */
export async function planSoak(
  policy: SoakPolicy,
  planned: readonly PlannedBench[],
  budget: BenchPolicy,
  baselines: BaselineStore,
): Promise<SoakPlan | null> {
  const benches = planned.filter(({ withheld }) => withheld === undefined);
  if (benches.length === 0) return null;
  return {
    everySeconds: policy.everySeconds,
    looks: looksOf(policy),
    benches: await Promise.all(
      benches.map(async (bench) => ({
        workload: bench.workload,
        settled: await baselines.load(bench.baselineKey, 'settled'),
        mostRuns: mostRuns(bench, budget),
      })),
    ),
  };
}

/** The caps hold over all runs, those of the soak too, and each run may use up its whole part. */
function mostRuns({ load, gpus }: PlannedBench, { maxRequests, maxGpuSeconds }: BenchPolicy): number | null {
  const one = loadPlanSchema.parse(load).budget;
  const bounds = [
    ...(maxRequests === undefined ? [] : [maxRequests / one.maxRequests]),
    ...(maxGpuSeconds === undefined ? [] : [maxGpuSeconds / (gpus * one.maxSeconds)]),
  ];
  // A part is a quotient of the cap, so that a whole number may come out a hair too small.
  return bounds.length === 0 ? null : Math.floor(Math.min(...bounds) + 1e-9);
}
