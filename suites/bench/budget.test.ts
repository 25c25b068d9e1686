import { describe, expect, test } from 'vitest';
import { loadPlanSchema } from '../../load/plan.ts';
import { cartesia } from '../platforms/cartesia/platform.ts';
import { subjectOf } from '../testing/plans.ts';
import { planBench } from './plan-bench.ts';
import type { BenchPolicy } from './policy.ts';
import { benchResults } from './results.ts';
import { nextMeasurement } from './session.ts';

const [workload] = cartesia.workloads;
const endpoint = { url: 'http://api:5000', headers: {}, hasApiKey: true };
const planned = (policy: BenchPolicy, model = 'NVIDIA-H100-80GB-HBM3') =>
  planBench(
    cartesia,
    { ...workload!, levelsPerGpu: [1, 4, 8, 16] },
    subjectOf({ gpu: { model, ready: 2 } }),
    endpoint,
    policy,
    null,
  )!;
const streams = (policy: BenchPolicy, model?: string) => {
  const { load } = planned(policy, model);
  return loadPlanSchema.parse(load).levels.map((level) => 'streams' in level && level.streams);
};

describe('the levels', () => {
  test('are one stream beside the users, unless nobody else is there', () => {
    expect(streams({})).toEqual([1]);
    expect(streams({ besideUsers: false })).toEqual([2, 8, 16, 32]);
  });

  test('are capped by what the vendor recommends for the GPU, and by the policy', () => {
    expect(streams({ besideUsers: false }, 'NVIDIA-H100-80GB-HBM3-MIG-3g.40gb')).toEqual([2, 8, 16]);
    expect(streams({ besideUsers: false }, 'NVIDIA-A10G')).toEqual([2, 8]);
    expect(streams({ besideUsers: false, maxStreamsPerGpu: 1 })).toEqual([2]);
  });

  test('beside users answer what was asked at the lowest level, without the table of the GPU', () => {
    const { criteria, guards, baselineKey } = planned({});
    expect(criteria).toEqual([
      expect.objectContaining({ id: '1/ttfa_p50', streams: 1, primary: true, expected: null }),
    ]);
    expect(guards?.probe).toMatchObject({ maxMs: 500, maxTimes: 4 });
    expect(planned({ usersMs: 200 }).guards?.probe?.maxMs).toBe(200);
    expect(baselineKey).toMatch(/beside-users$/);
  });

  test('without users are watched by the metrics alone', () => {
    const { guards, criteria, baselineKey } = planned({ besideUsers: false });
    expect(guards).toMatchObject({ probe: null, mayBeBlind: false });
    expect(guards?.metrics.map(({ name, max }) => [name, max])).toEqual([
      ['queue', 4],
      ['unserviceable', 0],
      ['load', null],
      ['ttfa', null],
    ]);
    expect(criteria.find(({ id }) => id === '8/ttfa_p95')?.expected?.limit).toBeCloseTo(198);
    expect(baselineKey).not.toMatch(/beside-users/);
  });
});

describe('the caps hold over all runs', () => {
  // One level takes 7.5 s of two GPUs: with what it needs to end, 10.25 s.
  test.each<[BenchPolicy, number, number, number]>([
    [{}, 4, 3, 2],
    [{ maxGpuSeconds: 1000 }, 4, 3, 2],
    [{ maxGpuSeconds: 300 }, 4, 3, 1],
    [{ maxGpuSeconds: 80 }, 4, 1, 0],
    [{ maxGpuSeconds: 40 }, 2, 1, 0],
    [{ maxGpuSeconds: 30 }, 1, 1, 0],
    [{ maxRequests: 1200 }, 4, 1, 0],
    [{ maxRequests: 200 }, 2, 1, 0],
  ])('%j: %i levels, %i runs, %i second tries', (policy, levels, runs, voidRuns) => {
    const { load, ...bench } = planned({ ...policy, besideUsers: false });
    const plan = loadPlanSchema.parse(load);
    expect([plan.levels.length, bench.runs.max, bench.voidRuns]).toEqual([levels, runs, voidRuns]);
    const times = bench.runs.max + bench.voidRuns;
    expect(plan.budget.maxSeconds * bench.gpus * times).toBeLessThanOrEqual(policy.maxGpuSeconds ?? 1e9);
    expect(plan.budget.maxRequests * times).toBeLessThanOrEqual(policy.maxRequests ?? 1e9);
  });

  test('and where not even one run fits nothing is measured, and that is said', () => {
    const bench = planned({ maxGpuSeconds: 10, besideUsers: false });
    expect(nextMeasurement(bench, [])).toBeNull();
    expect(benchResults(bench, [])).toContainEqual(
      expect.objectContaining({
        outcome: 'skip',
        gate: 'blocking',
        reason: 'not measured: not even one run of one level fits into 10 GPU-seconds',
      }),
    );
  });
});
