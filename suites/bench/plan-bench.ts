import type { LoadPlanInput } from '../../load/plan.ts';
import type { Endpoint } from '../check.ts';
import { expectedLimit } from '../platforms/performance.ts';
import type { Platform } from '../platforms/platform.ts';
import { loadWorkloadOf, type Workload } from '../platforms/workload.ts';
import type { Subject } from '../release/subject.ts';
import type { BaselineSnapshot, PlannedBench } from './plan.ts';

/** How much a benchmark may ask of the users' platform; the Trial's policy narrows it. */
export interface BenchPolicy {
  readonly maxStreamsPerGpu?: number;
  readonly maxRuns?: number;
  readonly measureSeconds?: number;
}

/** The environment variable of the load process that holds the platform's API key. */
export const apiKeyVariable = 'SEATRIAL_API_KEY';

/** Names the accepted numbers that this workload is compared with: same platform, workload, GPU model and count. */
export const baselineKey = (
  platform: Platform,
  workload: Workload,
  gpu: string | null,
  gpus: number,
): string =>
  [platform.name, workload.name, `${gpus}x`, gpu ?? 'unknown-gpu']
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-');

/** The GPUs that serve a workload. */
export function gpusFor(workload: Workload, subject: Subject): number {
  const serves = new RegExp(workload.servedBy);
  return subject.workloads
    .filter(({ name }) => serves.test(name))
    .reduce((sum, { replicas, gpusPerPod }) => sum + replicas * gpusPerPod, 0);
}

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
  const perGpu = workload.levelsPerGpu.filter(
    (level) => level <= (policy.maxStreamsPerGpu ?? Number.POSITIVE_INFINITY),
  );
  const levels = perGpu.map((level) => ({ streams: level * gpus }));
  const measureSeconds = policy.measureSeconds ?? workload.measureSeconds;
  const maxStreams = Math.max(...levels.map(({ streams }) => streams));
  const seconds = levels.length * (workload.warmupSeconds + measureSeconds);
  const load: LoadPlanInput = {
    target: {
      url: endpoint.url,
      protocol: workload.protocol,
      ...(endpoint.hasApiKey && { apiKeyEnv: apiKeyVariable }),
      tags: { workload: workload.name },
    },
    workload: loadWorkloadOf(workload),
    levels,
    warmupSeconds: workload.warmupSeconds,
    measureSeconds,
    requestTimeoutSeconds: workload.requestTimeoutSeconds,
    slos: workload.slos,
    budget: { maxStreams, maxSeconds: seconds * 2 + 30, maxRequests: Math.ceil(maxStreams * seconds * 20) },
  };
  const maxRuns = Math.max(1, Math.min(workload.runs.max, policy.maxRuns ?? workload.runs.max));
  return {
    workload: workload.name,
    title: workload.title,
    gate: 'blocking',
    load: { ...load },
    gpus,
    runs: { min: Math.min(workload.runs.min, maxRuns), max: maxRuns },
    voidRuns: 2,
    criteria: workload.criteria
      .filter(({ streamsPerGpu }) => perGpu.includes(streamsPerGpu))
      .map(({ slo, perGpu: normalise, ...criterion }) => ({
        ...criterion,
        id: `${criterion.streamsPerGpu}/${criterion.definition}`,
        perGpu: normalise,
        expected:
          slo === null
            ? expectedLimit(
                platform.performance,
                subject.gpu.model,
                criterion.definition,
                criterion.streamsPerGpu,
                criterion.better,
              )
            : { limit: slo, source: 'service level of the workload' },
      })),
    baselineKey: baselineKey(platform, workload, subject.gpu.model, gpus),
    baseline,
  };
}
