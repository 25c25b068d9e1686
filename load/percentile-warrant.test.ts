import { expect, it } from 'vitest';
import { boundRanks, samplesNeeded } from './percentile-warrant.ts';

it.each([
  [0.9, [44, 64, 81, 97]],
  [0.95, [90, 130, 165, 198]],
  [0.99, [459, 662, 838, 1001]],
  [0.999, [4603, 6636, 8403, 10042]],
])("agrees with MLPerf's early stopping at %d", (q, totals) => {
  expect(totals.map((_, over) => samplesNeeded(q, 0.99, over))).toEqual(totals);
});

it('is what the largest sample can carry', () => {
  expect([0.5, 0.9, 0.95, 0.99].map((q) => samplesNeeded(q))).toEqual([5, 29, 59, 299]);
  for (const q of [0.5, 0.9, 0.95, 0.99]) {
    const n = samplesNeeded(q);
    expect(1 - q ** n).toBeGreaterThanOrEqual(0.95);
    expect(1 - q ** (n - 1)).toBeLessThan(0.95);
    expect(boundRanks(n, q)?.high).toBe(n);
    expect(boundRanks(n - 1, q)).toBeNull();
  }
  expect(() => samplesNeeded(1)).toThrow(RangeError);
});

// The ranks are those that exact sums of binomial coefficients give.
it('bounds a percentile by the ranks of a binomial table', () => {
  expect(boundRanks(100, 0.5)).toEqual({ low: 42, high: 59 });
  expect(boundRanks(100, 0.95)).toEqual({ low: 91, high: 99 });
  expect(boundRanks(1000, 0.99)).toEqual({ low: 985, high: 996 });
});

/** Each uniform draw of n has the true quantile q at rank "how many lie below it": a binomial draw. */
it('holds as often as it says', () => {
  let seed = 12345;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return seed / 0x8000_0000;
  };
  for (const [n, q] of [
    [60, 0.5],
    [60, 0.95],
    [400, 0.99],
  ] as const) {
    const { low, high } = boundRanks(n, q)!;
    const tries = 4000;
    let [above, below] = [0, 0];
    for (let run = 0; run < tries; run++) {
      let under = 0;
      for (let i = 0; i < n; i++) if (random() < q) under += 1;
      if (under >= low) above += 1;
      if (under < high) below += 1;
    }
    for (const held of [above, below]) {
      expect(held / tries).toBeGreaterThan(0.94);
      expect(held / tries).toBeLessThan(1);
    }
  }
});
