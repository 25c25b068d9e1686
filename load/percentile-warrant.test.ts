import { expect, it } from 'vitest';
import { samplesNeeded } from './percentile-warrant.ts';

it("agrees with MLPerf's early stopping", () => {
  expect([0.9, 0.95, 0.99, 0.999].map((q) => samplesNeeded(q, 0.99))).toEqual([44, 90, 459, 4603]);
});

it('is what the largest sample can carry', () => {
  for (const q of [0.5, 0.9, 0.95, 0.99]) {
    const n = samplesNeeded(q);
    expect(1 - q ** n).toBeGreaterThanOrEqual(0.95);
    expect(1 - q ** (n - 1)).toBeLessThan(0.95);
  }
  expect(() => samplesNeeded(1)).toThrow(RangeError);
});
