import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chiSquaredCdf, chiSquaredQuantile } from './chi-squared.ts';
import { runSpread } from './run-spread.ts';
import { seededNormal } from './seeded.ts';

// Printed tables of the χ² distribution.
it.each([
  [0.025, 9, 2.70039],
  [0.975, 9, 19.02277],
  [0.025, 1, 0.00098207],
  [0.975, 49, 70.22241],
  [0.5, 3, 2.36597],
])('χ² quantile at %d, df %d', (p, df, x) => {
  expect(chiSquaredQuantile(p, df) / x).toBeCloseTo(1, 3);
  expect(chiSquaredCdf(chiSquaredQuantile(p, df), df)).toBeCloseTo(p, 9);
});

it('tells the spread from run to run on the log scale, with its interval', () => {
  const { spread, df, interval } = runSpread([100, 101, 99, 102, 98, 100, 101, 99, 103, 97]);
  expect([spread, df]).toEqual([expect.closeTo(0.018262, 5), 9]);
  expect(interval).toEqual([expect.closeTo(0.012561, 6), expect.closeTo(0.03334, 6)]);
});

it('sets one accident aside, as the judge does', () => {
  const { spread, aside, runs } = runSpread([100, 101, 180, 99, 102, 98, 100, 101]);
  expect([aside, runs]).toEqual([1, 7]);
  expect(spread).toBeLessThan(0.02);
});

it('has the true spread within its interval in 95 % of cases', () => {
  const normal = seededNormal(3);
  const held = Array.from({ length: 1000 }, () => {
    const { interval } = runSpread(Array.from({ length: 10 }, () => Math.exp(0.02 * normal())));
    return interval[0] <= 0.02 && 0.02 <= interval[1];
  });
  expect(held.filter(Boolean).length / held.length).toBeCloseTo(0.95, 1.5);
});

it('does not care for the unit', () => {
  const runs = fc.array(fc.double({ min: 90, max: 110, noNaN: true }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(runs, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (values, unit) => {
      const scaled = runSpread(values.map((value) => value * unit));
      expect(scaled.spread).toBeCloseTo(runSpread(values).spread, 9);
    }),
  );
});
