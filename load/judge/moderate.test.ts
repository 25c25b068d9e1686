import { expect, it } from 'vitest';
import { fitPrior, moderate } from './moderate.ts';
import { digamma, inverseTrigamma, trigamma } from './polygamma.ts';

const of = (variances: number[], df: number) => variances.map((variance) => ({ variance, df }));

// scipy 1.17.
it.each([
  [0.3, -3.50252422, 12.24536455],
  [1, -0.57721566, 1.64493407],
  [7.5, 1.94675748, 0.1426159],
])('ψ and ψ′ of %d', (x, psi, slope) => {
  expect(digamma(x)).toBeCloseTo(psi, 7);
  expect(trigamma(x)).toBeCloseTo(slope, 7);
  expect(inverseTrigamma(trigamma(x))).toBeCloseTo(x, 8);
});

// Worked out with scipy 1.17 by Smyth's formulas.
it('fits a prior to many metrics, as limma does', () => {
  const prior = fitPrior(of([1e-4, 4e-4, 2e-4, 9e-4, 1e-5, 3e-4], 9))!;
  expect(prior.s0).toBeCloseTo(0.009574316449828577, 9);
  expect(prior.d0).toBeCloseTo(1.6544390705035528, 6);
});

it('trusts metrics that are alike, but not without end', () => {
  const alike = fitPrior(of([1e-4, 1.2e-4, 0.9e-4, 1.1e-4], 9))!;
  expect(alike).toEqual({ s0: expect.closeTo(0.0108235, 6), d0: 20 });
  expect(fitPrior(of([1e-4, 2e-4], 9))).toBeUndefined();
});

it('pools by degrees of freedom', () => {
  expect(moderate({ variance: 4e-4, df: 9 })).toEqual({ spread: 0.02, df: 9 });
  expect(moderate({ variance: 0, df: 3 })).toEqual({ spread: 0.002, df: 3 });
  expect(moderate({ variance: 4e-4, df: 10 }, { s0: 0.01, d0: 10 })).toEqual({
    spread: expect.closeTo(Math.sqrt(2.5e-4), 12),
    df: 20,
  });
  expect(moderate({ variance: 4e-4, df: 3 }, { s0: 0.01, d0: 500 }).df).toBe(23);
});
