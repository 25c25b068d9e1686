import { expect, test } from 'vitest';
import type { BaselineStore } from '../bench/baseline-store.ts';
import { benchOf, journalOf, measuredEntry, planOf } from '../testing/plans.ts';
import { acceptRuns } from './accept-runs.ts';

test('only valid runs are accepted, and only baselines that got some are named', async () => {
  const accepted: unknown[] = [];
  const baselines: BaselineStore = {
    load: async () => null,
    withdraw: async () => {},
    accept: async (key, run, runs) => void accepted.push([key, run, runs.map((one) => one.run)]),
  };
  const plan = planOf({ bench: [benchOf(), benchOf({ workload: 'stt', baselineKey: 'cartesia-stt' })] });
  const journal = journalOf(measuredEntry(1, 120), measuredEntry(2, 500, 'void'), measuredEntry(3, 121));
  expect(await acceptRuns(baselines, plan, journal)).toEqual(['cartesia-tts']);
  expect(accepted).toEqual([['cartesia-tts', plan.id, [1, 3]]]);
});
