import { readFileSync } from 'node:fs';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { expect, it } from 'vitest';
import { RecordCollector } from './collector.ts';
import { parseRecord } from './records.ts';
import { loadResultSchema } from './result.ts';
import {
  endRecord,
  intervalRecord,
  levelRecord,
  samplePlan,
  sampleRun,
  sampleTally,
  startRecord,
} from './testing/records.ts';

const { encoded } = JSON.parse(
  readFileSync(new URL('xk6-seatrial/internal/tally/testdata/histogram.json', import.meta.url), 'utf8'),
) as { encoded: string };
const times = { startedAt: new Date(0), finishedAt: new Date(1000) };
const lost = { status: 'partial', reason: 'the load pod is gone' } as const;
const collector = (...records: ReturnType<typeof sampleRun>) => {
  const made = new RecordCollector(samplePlan, 'r');
  for (const record of records) made.add(parseRecord(JSON.stringify(record)));
  return made;
};
const complete = (made: RecordCollector) =>
  made.result(times, lost).levels.map(({ counts, status }) => [counts.complete, status]);

it('makes a result of a whole run', () => {
  const result = collector(...sampleRun()).result(times, lost);
  expect(loadResultSchema.parse(result)).toMatchObject({
    status: 'complete',
    requests: 30,
    startedAt: '2026-11-21T10:00:00.000Z',
    finishedAt: '2026-11-21T10:00:09.000Z',
    target: { url: 'http://tts.example:5000/' },
    levels: [{ streams: 1 }, { streams: 4, windowSeconds: 2 }],
  });
  const chars = result.levels[1]!.scalars.find(({ definition }) => definition === 'chars_per_second');
  expect(chars).toEqual({ definition: 'chars_per_second', value: 180, unit: 'chars/s', samples: 20 });
  expect(result.levels[1]!.audit).toMatchObject({ cpuCores: 0.1, cpuLimitCores: 2 });
});

it('gives percentiles only where the samples warrant them', () => {
  const tally = sampleTally(1002, { ttfa: encoded });
  const [level] = collector(startRecord(), levelRecord(1, 0, tally)).result(times, lost).levels;
  const ids = level!.scalars.map(({ definition }) => definition);
  expect(ids).toEqual(expect.arrayContaining(['ttfa_p50', 'ttfa_p99', 'ttfa_max']));
  expect(level!.unwarranted).toEqual([]);
});

it('says how many more samples a percentile needs', () => {
  const histogram = build({
    bitBucketSize: 32,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (let n = 0; n < 40; n++) histogram.recordValue(50_000 + n);
  const tally = sampleTally(40, { ttfa: encodeIntoCompressedBase64(histogram) });
  const [level] = collector(startRecord(), levelRecord(1, 0, tally)).result(times, lost).levels;
  expect(level!.unwarranted).toEqual([
    { definition: 'ttfa_p95', samples: 40, needs: 59 },
    { definition: 'ttfa_p99', samples: 40, needs: 299 },
  ]);
  expect(level!.scalars.map(({ definition }) => definition)).not.toContain('ttfa_p95');
});

it('keeps the intervals of a level that was cut off', () => {
  const cut = collector(...sampleRun().slice(0, 5));
  expect(complete(cut)).toEqual([
    [5, 'complete'],
    [20, 'partial'],
  ]);
  expect(cut.result(times, lost)).toMatchObject({ status: 'partial', reason: 'the load pod is gone' });
});

it('adds the generator up as well', () => {
  const busy = sampleTally(1);
  Object.assign(busy.audit, { cpuSeconds: 0.5, schedulerLag: 0.04, throttledSeconds: 0.2 });
  const cut = collector(startRecord(), intervalRecord(1, 0, busy), intervalRecord(2, 0, sampleTally(1)));
  expect(cut.result(times, lost).levels[0]!.audit).toMatchObject({
    cpuCores: 0.3,
    schedulerLagMaxMs: 40,
    cpuThrottledMs: 200,
  });
});

it('is not misled by records that come twice', () => {
  const run = sampleRun();
  expect(complete(collector(...run.slice(0, 3), ...run.slice(0, 3)))).toEqual([[5, 'partial']]);
});

it('starts over when it is told that it missed something', () => {
  const snapshot = { ...levelRecord(400, 0, sampleTally(300)), kind: 'snapshot', complete: false } as const;
  const late = collector(
    startRecord(),
    intervalRecord(1, 0, sampleTally(1)),
    { kind: 'reset', seq: 0 },
    startRecord(),
    snapshot,
  );
  expect(late.next).toBe(401);
  late.add(intervalRecord(401, 0, sampleTally(7)));
  expect(complete(late)).toEqual([[307, 'partial']]);
});

it('says partial when the engine is content and levels are missing', () => {
  const short = collector(startRecord(), levelRecord(1, 0, sampleTally(5)), endRecord(2));
  expect(short.result(times, lost)).toMatchObject({
    status: 'partial',
    reason: 'not every level was measured to its end',
  });
});

it('sums many intervals up and shows the medians so far', () => {
  const many = collector(startRecord());
  let progress: ReturnType<RecordCollector['add']>;
  for (let seq = 1; seq <= 100; seq++)
    progress = many.add(intervalRecord(seq, 0, sampleTally(1, { ttfa: encoded, own_delay: encoded })));
  expect(progress).toMatchObject({ complete: 100, level: 0, phase: 'measure', plannedSeconds: 6 });
  expect(progress!.ttfaP50Ms).toBeGreaterThan(0);
  expect(progress!.ownDelayP50Ms).toBe(progress!.ttfaP50Ms);
  expect(complete(many)).toEqual([[100, 'partial']]);
});

it('tells of an open loop its rate and the most requests under way', () => {
  const plan = {
    ...samplePlan,
    levels: [{ rate: 10, rampTo: 30, arrivals: 'poisson' as const }, { trace: [0, 1, 3] }],
  };
  const made = new RecordCollector(plan, 'r');
  made.add(startRecord());
  const second = (seq: number, streams: number, phase: 'warmup' | 'measure') =>
    made.add({ ...intervalRecord(seq, 0, sampleTally(1)), streams, rate: 10 + seq, phase });
  expect(second(1, 50, 'warmup')).toMatchObject({ streams: 50, rate: 11, phase: 'warmup' });
  second(2, 7, 'measure');
  expect(second(3, 4, 'measure')).toMatchObject({ streams: 4, rate: 13 });
  // The engine was lost here: what is known is kept.
  expect(made.result(times, lost)).toMatchObject({ status: 'partial', levels: [{ streams: 7, rate: 20 }] });
  made.add({ ...levelRecord(4, 0, sampleTally(3)), streams: 9 });
  made.add(levelRecord(5, 1, sampleTally(2)));
  made.add({ ...endRecord(6), linesLost: 12 } as never);
  expect(made.result(times, lost)).toMatchObject({
    status: 'complete',
    linesLost: 12,
    levels: [
      { streams: 9, rate: 20 },
      { streams: 4, rate: 1 },
    ],
  });
  expect(collector(...sampleRun()).result(times, lost).levels[0]).not.toHaveProperty('rate');
});

it('says what the generator did to itself', () => {
  const bad = sampleTally(4);
  Object.assign(bad.audit, {
    userReads: 4,
    kernelReads: 12,
    lateStarts: 1,
    bytesPeak: 1e8,
    linkBytes: 1.25e8,
  });
  const [level] = collector(
    startRecord(),
    intervalRecord(1, 0, bad),
    intervalRecord(2, 0, sampleTally(4)),
  ).result(times, lost).levels;
  expect(level!.audit).toMatchObject({
    clock: 'mixed',
    userSpaceShare: 0.125,
    lateShare: 0.125,
    peakMbitPerSecond: 800,
    linkMbitPerSecond: 1000,
    networkRttP50Ms: null,
    networkResentShare: 1 / 60,
  });
  expect(level!.validity).toMatchObject({ valid: false });
});
