import { expect, test } from 'vitest';
import { cartesia } from '../platforms/cartesia/platform.ts';
import { subjectOf } from '../testing/plans.ts';
import { baselineOf } from '../testing/soaking.ts';
import { noBaselines } from './baseline-store.ts';
import { planBench } from './plan-bench.ts';
import type { BenchPolicy } from './policy.ts';
import { planSoak } from './soak-plan.ts';
import { soakPolicy } from './soak-policy.ts';

const policy = { forSeconds: 1800, everySeconds: 300 };
const endpoint = { url: 'http://api:5000', headers: {}, hasApiKey: true };
const bench = (budget: BenchPolicy) =>
  planBench(cartesia, cartesia.workloads[0]!, subjectOf(), endpoint, budget, null)!;

test.each<[string, BenchPolicy, number | null]>([
  ['no caps', {}, null],
  ['a cap that the trial may use up alone', { maxRequests: 500 }, 5],
  ['room for more', { maxRequests: 2000 }, 13],
  ['the tighter one of two', { maxRequests: 2000, maxGpuSeconds: 900 }, 10],
])('the runs that a budget allows, with %s', async (_, budget, mostRuns) => {
  const soak = await planSoak(policy, [bench(budget)], budget, noBaselines);
  expect(soak).toMatchObject({ everySeconds: 300, looks: 6, benches: [{ mostRuns }] });
});

test('what pods are compared with that have been up for long is loaded by their age', async () => {
  const asked: string[] = [];
  const load = async (key: string, pods: string) => {
    asked.push(`${key} ${pods}`);
    return baselineOf([1, 2, 3, 4]);
  };
  const one = bench({});
  const soak = await planSoak(policy, [one], {}, { ...noBaselines, load });
  expect(asked).toEqual([`${one.baselineKey} settled`]);
  expect(soak!.benches[0]!.settled).toEqual(baselineOf([1, 2, 3, 4]));
});

test('there is no soak where nothing is measured', async () => {
  const withheld = { ...bench({}), withheld: 'no room' };
  expect(await planSoak(policy, [withheld], {}, noBaselines)).toBeNull();
});

test.each([
  [180, 60, true],
  [180, 61, false],
  [7200, 300, true],
  [7500, 300, false],
])('%i s by %i s: %s', (forSeconds, everySeconds, fits) => {
  expect(soakPolicy.safeParse({ forSeconds, everySeconds }).success).toBe(fits);
});
