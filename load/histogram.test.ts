import { readFileSync } from 'node:fs';
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
