import type { LoadBudget } from '../../load/plan.ts';
import type { Workload } from '../platforms/workload.ts';
import type { BenchPolicy } from './policy.ts';

/** What a benchmark may do, worked out from what the workload wants, the platform's capacity and the policy. */
export interface BenchBudget {
  readonly levels: readonly BudgetedLevel[];
  readonly runs: { readonly min: number; readonly max: number };
  /** Runs that did not count and may be measured again. */
  readonly voidRuns: number;
  readonly measureSeconds: number;
  /** Of one run. */
  readonly load: LoadBudget;
}

export interface BudgetedLevel {
  readonly streams: number;
  /** The level whose criteria it answers. */
  readonly streamsPerGpu: number;
}

export interface Capacity {
  readonly gpus: number;
  /** Streams per GPU that the vendor recommends at most; null where nobody says. */
  readonly perGpu: number | null;
}

const mostVoidRuns = 2;

/**
 * As many levels as the caps allow, the lowest first; then as many runs, then second tries. The caps hold over all runs,
 * whatever happens: each run gets its equal part, and the engine ends it there. In words where not even one run fits.
 */
export function budgetOf(
  workload: Workload,
  { gpus, perGpu }: Capacity,
  policy: BenchPolicy,
): BenchBudget | { readonly withheld: string } {
  const wanted = levelsOf(workload, gpus, Math.min(perGpu ?? most, policy.maxStreamsPerGpu ?? most), policy);
  const lowest = Math.min(...workload.levelsPerGpu);
  if (wanted.length === 0)
    return { withheld: `the lowest level, ${lowest} streams per GPU, is more than may be asked for` };
  const maxRuns = Math.max(1, Math.min(workload.runs.max, policy.maxRuns ?? workload.runs.max));
  const measureSeconds = policy.measureSeconds ?? workload.measureSeconds;
  for (let count = wanted.length; count > 0; count--) {
    const levels = wanted.slice(0, count);
    const seconds = count * (workload.warmupSeconds + measureSeconds);
    for (let max = maxRuns; max > 0; max--) {
      for (let voidRuns = mostVoidRuns; voidRuns >= 0; voidRuns--) {
        const load = shareOf(max + voidRuns, seconds, Math.max(...levels.map(({ streams }) => streams)));
        if (!load) continue;
        return {
          levels,
          runs: { min: Math.min(workload.runs.min, max), max },
          voidRuns,
          measureSeconds,
          load,
        };
      }
    }
  }
  return { withheld: `not even one run of one level fits into ${caps(policy)}` };

  /** One run's part of the caps; null where it is too little for the seconds and the streams. */
  function shareOf(runs: number, seconds: number, maxStreams: number): LoadBudget | null {
    const maxSeconds = Math.min(seconds * 2 + 30, (policy.maxGpuSeconds ?? most) / gpus / runs);
    const usual = Math.ceil(maxStreams * seconds * 20);
    const maxRequests = Math.min(usual, Math.floor((policy.maxRequests ?? most) / runs));
    // A request each second and stream is the least that tells something; the last ones need a while to end.
    const fits = maxSeconds >= seconds * 1.1 + 2 && maxRequests >= Math.min(usual, maxStreams * seconds);
    return fits ? { maxStreams, maxSeconds, maxRequests } : null;
  }
}

const most = Number.POSITIVE_INFINITY;

function levelsOf(workload: Workload, gpus: number, cap: number, policy: BenchPolicy): BudgetedLevel[] {
  const perGpu = workload.levelsPerGpu.toSorted((a, b) => a - b);
  if (policy.besideUsers ?? true) return [{ streams: 1, streamsPerGpu: perGpu[0]! }];
  return perGpu.filter((one) => one <= cap).map((one) => ({ streams: one * gpus, streamsPerGpu: one }));
}

function caps({ maxRequests, maxGpuSeconds }: BenchPolicy): string {
  return [
    ...(maxRequests === undefined ? [] : [`${maxRequests} requests`]),
    ...(maxGpuSeconds === undefined ? [] : [`${maxGpuSeconds} GPU-seconds`]),
  ].join(' and ');
}
