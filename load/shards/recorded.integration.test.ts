import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RecordCollector } from '../collector.ts';
import { JobDriver } from '../drivers/job.ts';
import { type LoadPlan, loadPlanSchema } from '../plan.ts';
import { type LoadRecord, parseRecord, type Tally } from '../records.ts';
import type { LoadResult } from '../result.ts';
import { mergeTallies } from '../tally.ts';
import { LocalFleet } from '../testing/local-fleet.ts';
import { orders, TruthServer } from '../testing/truth-server.ts';
import { mergeShards } from './merge.ts';

let truth: TruthServer;
let plan: LoadPlan;
let result: LoadResult;
/** What each of three processes told of one run. */
const told: LoadRecord[][] = [[], [], []];

beforeAll(async () => {
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  const { k6 } = await buildPrograms(['k6']);
  truth = await TruthServer.start();
  plan = loadPlanSchema.parse({
    target: { url: truth.url, protocol: 'cartesia-bytes' },
    workload: {
      name: 'test',
      texts: ['All hands on deck.', 'Set the mainsail.', orders.refuse, orders.truncate],
    },
    levels: [{ streams: 4 }, { rate: 40, arrivals: 'constant' }, { streams: 2 }],
    warmupSeconds: 0.4,
    measureSeconds: 2,
    budget: { maxRequests: 5000, maxSeconds: 60, maxStreams: 40 },
  });
  await using fleet = new LocalFleet(k6);
  const listening = {
    createJobIfAbsent: fleet.createJobIfAbsent.bind(fleet),
    jobState: fleet.jobState.bind(fleet),
    deleteJob: fleet.deleteJob.bind(fleet),
    fetch: async (...[pod, request]: Parameters<LocalFleet['fetch']>) => {
      const reply = await fleet.fetch(pod, request);
      if (request.path.startsWith('/records'))
        told[pod.index]!.push(...reply.body.split('\n').filter(Boolean).map(parseRecord));
      return reply;
    },
  };
  result = await new JobDriver({ fleet: listening, image: 'k6', shards: 3 }).run(plan, { id: 'recorded' });
});
afterAll(() => truth[Symbol.asyncDispose]());

it('is one load, whose requests the server saw once each', () => {
  expect(result).toMatchObject({ status: 'complete', shards: 3, requests: truth.served.length });
  expect(new Set(truth.served.map(({ id }) => id)).size).toBe(truth.served.length);
  expect(result.levels.map(({ streams }) => streams).filter((_, index) => index !== 1)).toEqual([4, 2]);
  // 40 a second for 2 seconds, one third from each: what one process would have started.
  expect(result.levels[1]!.counts.started).toBe(80);
  expect(result.startSkewMs).toBeLessThan(100);
  for (const level of result.levels) {
    expect(level.windowSkewMs).toBeLessThan(100);
    expect(level.shards).toHaveLength(3);
    const own = level.shards!.reduce((sum, { started }) => sum + started, 0);
    expect(own).toBe(level.counts.started);
    expect(level.counts.failed).toBeGreaterThan(0);
  }
});

/** Where two long texts begin to differ. */
function difference(one: string, other: string): string {
  if (one === other) return '';
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return `${one.slice(Math.max(0, at - 60), at + 20)} and not ${other.slice(at, at + 20)}`;
}

const shuffled = <T>(values: readonly T[]) =>
  fc.shuffledSubarray([...values], { minLength: values.length, maxLength: values.length });

it('merges to the same bytes in any order of the shards, whatever was read twice', () => {
  const whole = JSON.stringify(result.levels);
  const clockAheadMs = 0;
  const times = { startedAt: new Date(0), finishedAt: new Date(0) };
  const again = (order: readonly number[], repeated: number) => {
    const shards = order.map((index) => {
      const collector = new RecordCollector(plan, 'recorded');
      const records = told[index]!;
      for (const record of [...records.slice(0, repeated), ...records]) collector.add(record);
      return { index, collector, clockAheadMs };
    });
    return mergeShards(plan, 'recorded', shards, times, { status: 'complete' });
  };
  const skewless = (levels: LoadResult['levels']) =>
    JSON.stringify(levels.map((level) => ({ ...level, windowSkewMs: 0 })));
  const expected = skewless(JSON.parse(whole));
  fc.assert(
    fc.property(shuffled([0, 1, 2]), fc.nat(20), (order, repeated) => {
      expect(difference(skewless(again(order, repeated).levels), expected)).toBe('');
    }),
    { numRuns: 12 },
  );
});

it('adds up to the same bytes whatever the number of parts and the order of the sums', () => {
  const leaves = told.flatMap((records) =>
    records.flatMap((record) => (record.kind === 'interval' ? [record.tally] : [])),
  );
  expect(leaves.length).toBeGreaterThan(20);
  const whole = JSON.stringify(mergeTallies(leaves));
  fc.assert(
    fc.property(shuffled(leaves), fc.infiniteStream(fc.nat(7)), (order, cuts) => {
      let parts: Tally[] = order;
      while (parts.length > 1) {
        const grouped: Tally[] = [];
        for (let from = 0; from < parts.length; ) {
          const to = from + 1 + cuts.next().value;
          grouped.push(mergeTallies(parts.slice(from, to))!);
          from = to;
        }
        parts = grouped;
      }
      expect(difference(JSON.stringify(mergeTallies(parts)), whole)).toBe('');
    }),
    { numRuns: 20 },
  );
});

it('sums intervals up as the engine does', () => {
  for (const records of told)
    for (const record of records) {
      if (record.kind !== 'level') continue;
      const intervals = records.flatMap((one) =>
        one.kind === 'interval' && one.level === record.level ? [one.tally] : [],
      );
      const { counts, shares, histograms } = mergeTallies(intervals)!;
      const engine = mergeTallies([record.tally])!;
      expect({ counts, shares, histograms }).toEqual({
        counts: engine.counts,
        shares: engine.shares,
        histograms: engine.histograms,
      });
    }
});
