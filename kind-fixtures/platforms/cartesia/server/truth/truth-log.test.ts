import { expect, it } from 'vitest';
import { quantiles } from './quantiles.ts';
import { TruthLog } from './truth-log.ts';
import type { TruthRecord } from './truth-record.ts';

const record = (part: Partial<TruthRecord>): TruthRecord => ({
  id: 'a',
  at: 0,
  run: undefined,
  route: 'bytes',
  worker: 'w',
  release: 'r',
  level: 1,
  outcome: 'whole',
  status: 200,
  chars: 100,
  queueMs: 0,
  ttfaIntendedMs: 50,
  ttfaActualMs: 51,
  doneIntendedMs: 1000,
  doneActualMs: 1000,
  chunks: 10,
  maxGapMs: 20,
  maxLatenessMs: 1,
  bytes: 100,
  audioSeconds: 8,
  faults: [],
  ...part,
});

it('keeps the last 20,000 and reports over the ones asked for', () => {
  const log = new TruthLog();
  for (let index = 0; index < 20_005; index += 1) {
    log.add(record({ at: index, run: index % 2 ? 'odd' : 'even', ttfaActualMs: index }));
  }
  const report = log.report({ run: 'odd', since: 20_000 });
  expect(report).toMatchObject({ kept: 20_000, dropped: 5, selected: 2, outcomes: { whole: 2 } });
  expect(report.ttfaActualMs).toMatchObject({ min: 20_001, p50: 20_002, max: 20_003 });
  expect(log.select({})[0]?.at).toBe(5);
  // Two requests of 100 characters in the 1.002 s from the first arrival to the last end.
  expect(report.charsPerSecond).toBeCloseTo(200 / 1.002);
});

it('judges times by whole requests only', () => {
  const log = new TruthLog();
  log.add(record({}));
  log.add(record({ outcome: 'error', ttfaActualMs: 9999, faults: ['errors'] }));
  expect(log.report({})).toMatchObject({ ttfaActualMs: { count: 1, max: 51 }, faults: { errors: 1 } });
});

it('takes quantiles like numpy', () => {
  expect(quantiles([4, 1, 3, 2])).toMatchObject({ p50: 2.5, p95: expect.closeTo(3.85) });
});
