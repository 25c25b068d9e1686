import { logGamma } from './student-t.ts';

/** P(χ² ≤ x) for any df > 0: the regularised incomplete gamma function by its series, all of whose terms are positive. */
export function chiSquaredCdf(x: number, df: number): number {
  if (!(x > 0)) return 0;
  const a = df / 2;
  const half = x / 2;
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 10_000 && term > sum * 1e-16; n++) {
    term *= half / (a + n);
    sum += term;
  }
  return Math.min(1, sum * Math.exp(a * Math.log(half) - half - logGamma(a)));
}

/** The x with P(χ² ≤ x) = p, for 0 < p < 1; error below 1e-9 of it. */
export function chiSquaredQuantile(p: number, df: number): number {
  let low = 0;
  let high = df;
  while (chiSquaredCdf(high, df) < p) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (chiSquaredCdf(middle, df) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
