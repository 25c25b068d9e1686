import type { LoadPlanInput } from '../../load/plan.ts';
import type { Endpoint } from '../check.ts';
import { recommendedConcurrency } from '../platforms/performance.ts';
import type { Platform } from '../platforms/platform.ts';
import { loadWorkloadOf, type Workload } from '../platforms/workload.ts';
import type { Subject } from '../release/subject.ts';
import { baselineKey } from './baseline-key.ts';
import { budgetOf } from './budget.ts';
import { planGuards } from './guards.ts';
import type { BaselineSnapshot, PlannedBench } from './plan.ts';
import { planCriteria } from './plan-criteria.ts';
import type { BenchPolicy } from './policy.ts';
import { gpusFor } from './serving.ts';
import { timeWindow } from './windows.ts';

/** The environment variable of the load process that holds the platform's API key. */
export const apiKeyVariable = 'SEATRIAL_API_KEY';

/** Freezes a workload into what a run will measure. Null where no GPU serves it: then there is nothing to measure. */
export function planBench(
  platform: Platform,
  workload: Workload,
  subject: Subject,
  endpoint: Endpoint,
  policy: BenchPolicy,
  baseline: BaselineSnapshot | null,
): PlannedBench | null {
  const gpus = gpusFor(workload, subject);
  if (gpus === 0) return null;
  const { model } = subject.gpu;
  const perGpu = recommendedConcurrency(platform.performance, model);
  const budget = budgetOf(workload, { gpus, perGpu }, policy);
  const known = {
    workload: workload.name,
    title: workload.title,
    gate: 'blocking',
    gpus,
    baselineKey: baselineKey(platform, workload, subject, policy),
    baseline,
  } as const;
  if ('withheld' in budget) {
    const levels = [{ streams: 1, streamsPerGpu: Math.min(...workload.levelsPerGpu) }];
    const criteria = planCriteria(platform, workload, subject, levels, policy, baseline);
    const { withheld } = budget;
    return { ...known, withheld, load: {}, runs: { min: 1, max: 1 }, voidRuns: 0, criteria };
  }
  const { levels, runs, voidRuns, measureSeconds } = budget;
  const load: LoadPlanInput = {
    target: {
      url: endpoint.url,
      protocol: workload.protocol,
      ...(endpoint.hasApiKey && { apiKeyEnv: apiKeyVariable }),
      tags: { workload: workload.name },
    },
    workload: loadWorkloadOf(workload),
    levels: levels.map(({ streams }) => ({ streams })),
    warmupSeconds: workload.warmupSeconds,
    measureSeconds,
    requestTimeoutSeconds: workload.requestTimeoutSeconds,
    slos: workload.slos,
    budget: budget.load,
  };
  return {
    ...known,
    load: { ...load },
    runs,
    voidRuns,
    criteria: planCriteria(platform, workload, subject, levels, policy, baseline),
    windows: [...(policy.windows ?? [])].map((window) => timeWindow.parse(window)),
    guards: planGuards(platform.guards, policy),
  };
}
