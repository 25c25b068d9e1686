/**
 * How many samples it takes before the q-quantile has any upper confidence bound at all: with fewer, even the
 * largest sample lies below the true quantile with a probability above 1 − confidence. Smallest n with
 * q^n ≤ 1 − confidence (binomial, distribution-free). At 0.95: p50 5, p90 29, p95 59, p99 299; at 0.99 it gives
 * MLPerf's early-stopping totals for no outlier: p90 44, p95 90, p99 459.
 */
export function samplesNeeded(q: number, confidence = 0.95): number {
  if (!(q > 0 && q < 1 && confidence > 0 && confidence < 1))
    throw new RangeError('quantile and confidence must lie between 0 and 1');
  return Math.ceil(Math.log(1 - confidence) / Math.log(q));
}
