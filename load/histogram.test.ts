import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeHistogram, mergeHistograms, quantile } from './histogram.ts';

const golden = JSON.parse(
  readFileSync(new URL('xk6-seatrial/internal/tally/testdata/histogram.json', import.meta.url), 'utf8'),
) as { encoded: string; count: number; values: Record<string, number> };

it('reads what the engine writes', () => {
  const histogram = decodeHistogram(golden.encoded);
  expect(histogram.totalCount).toBe(golden.count);
  for (const [q, value] of Object.entries(golden.values)) expect(quantile(histogram, Number(q))).toBe(value);
});

it('adds up exactly', () => {
  const merged = decodeHistogram(mergeHistograms([golden.encoded, golden.encoded, golden.encoded]));
  expect(merged.totalCount).toBe(3 * golden.count);
  for (const [q, value] of Object.entries(golden.values)) expect(quantile(merged, Number(q))).toBe(value);
  const again = mergeHistograms([mergeHistograms([golden.encoded, golden.encoded]), golden.encoded]);
  expect(again).toBe(mergeHistograms([golden.encoded, golden.encoded, golden.encoded]));
});

const golds = JSON.parse(
  readFileSync(new URL('xk6-seatrial/internal/tally/testdata/shards.json', import.meta.url), 'utf8'),
) as { shards: string[]; merged: string };

it("comes to the engine's own sum, byte by byte", () => {
  const inflated = (encoded: string) => inflateSync(Buffer.from(encoded, 'base64').subarray(8));
  expect(inflated(mergeHistograms(golds.shards)).equals(inflated(golds.merged))).toBe(true);
  expect(mergeHistograms(golds.shards)).toBe(mergeHistograms([golds.merged]));
});

it('merges to the same bytes whatever the order and the grouping', () => {
  const whole = mergeHistograms([golds.merged]);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(golds.shards, { minLength: golds.shards.length }),
      fc.integer({ min: 1, max: golds.shards.length - 1 }),
      (shards, cut) => {
        const halves = [mergeHistograms(shards.slice(0, cut)), mergeHistograms(shards.slice(cut))];
        expect(mergeHistograms(shards)).toBe(whole);
        expect(mergeHistograms(halves)).toBe(whole);
      },
    ),
    { numRuns: 30 },
  );
});
