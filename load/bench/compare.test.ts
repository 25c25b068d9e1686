import { expect, it } from 'vitest';
import type { Truth } from '../truth/truth-process.ts';
import { compare, quantile, windowOf } from './compare.ts';

/** A request that came at a second, with its first chunk after so many ms and one more 20 ms later. */
const served = (rid: string, second: number, firstMs: number, lateMs = 0): Truth => ({
  rid,
  protocol: 'openai-chat',
  ending: 'whole',
  arrival_ns: second * 1e9,
  seen_ns: 1000,
  chunks: 2,
  blocked: 0,
  due_ns: [firstMs * 1e6, (firstMs + 20) * 1e6],
  before_ns: [(firstMs + lateMs) * 1e6, (firstMs + 20 + lateMs) * 1e6],
  after_ns: [(firstMs + lateMs) * 1e6, (firstMs + 20 + lateMs) * 1e6],
});

const truth = [
  served('ramp', 10, 50),
  served('a', 12, 60),
  served('b', 12.5, 70, 3),
  served('late', 14.5, 80),
];
const window = windowOf(truth, 2, 2);

it('holds the same requests against each other, after the ramp and within the window', () => {
  const report = {
    requests: [
      { rid: 'ramp', ttftMs: 150, intendedMs: 0 },
      { rid: 'a', ttftMs: 59, intendedMs: 2000 },
      { rid: 'b', ttftMs: 77, intendedMs: 2497 },
      { rid: 'late', ttftMs: 80, intendedMs: 4500 },
      { rid: 'failed' },
    ],
    gapP99Ms: 21,
  };
  const seen = compare(truth, report, window, { rate: 1 });
  expect(seen).toEqual({
    ttftErrorP50: 17,
    ttftErrorP99: 70,
    sameRequestP50: 1,
    sameRequestP99: 4,
    gapErrorP99: expect.closeTo(1, 9),
    requestsPerSecond: 1,
    startLatenessP99: 3,
    shareOfRate: 1,
    truthLatenessP99: 3,
    matched: 4,
    failed: 1,
  });
});

it('says nothing of what a client does not tell', () => {
  const seen = compare(truth, { requests: [] }, window, { streams: 1 });
  expect([
    seen.ttftErrorP99,
    seen.sameRequestP99,
    seen.gapErrorP99,
    seen.startLatenessP99,
    seen.shareOfRate,
  ]).toEqual(Array(5).fill(null));
});

it('takes the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile([7], 0.01)]).toEqual([50, 99, 7]);
});
