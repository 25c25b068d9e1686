import { incompleteBeta } from './judge/student-t.ts';

/** With what confidence the bounds of a percentile hold, each of them. */
const boundConfidence = 0.95;

/**
 * How many samples it takes before the q-quantile has an upper confidence bound, with `over` samples above it: with
 * fewer, even the largest sample lies below the true quantile with a probability above 1 − confidence. Smallest n with
 * P(Binomial(n, 1 − q) ≤ over) ≤ 1 − confidence (distribution-free). At 0.95 and none over: p50 5, p90 29, p95 59,
 * p99 299; at 0.99 it gives MLPerf's early-stopping totals: p90 44, 64, 81, 97, p99 459, 662, 838, 1001.
 */
export function samplesNeeded(q: number, confidence = boundConfidence, over = 0): number {
  if (!(q > 0 && q < 1 && confidence > 0 && confidence < 1 && over >= 0))
    throw new RangeError('quantile and confidence must lie between 0 and 1');
  const enough = (n: number) => binomialAtMost(over, n, 1 - q) <= 1 - confidence;
  let high = over + 1;
  while (!enough(high)) high *= 2;
  return firstWhere(over + 1, high, enough);
}

/**
 * Ranks (1 to n) of the samples between which the true q-quantile lies: above the `low`-th with the confidence given,
 * and below the `high`-th with the same; null where n samples have no such bounds.
 */
export function boundRanks(
  n: number,
  q: number,
  confidence = boundConfidence,
): { low: number; high: number } | null {
  const atMost = (k: number) => binomialAtMost(k, n, q);
  if (n < 1 || atMost(n - 1) < confidence || atMost(0) > 1 - confidence) return null;
  const high = firstWhere(1, n, (rank) => atMost(rank - 1) >= confidence);
  const low = firstWhere(1, n, (rank) => atMost(rank) > 1 - confidence);
  return { low, high };
}

/** P(X ≤ k) of n draws that each succeed with probability p. */
function binomialAtMost(k: number, n: number, p: number): number {
  return k >= n ? 1 : incompleteBeta(n - k, k + 1, 1 - p);
}

/** The smallest whole number from `low` to `high` for which it is true; from there on it has to stay so. */
function firstWhere(low: number, high: number, isTrue: (n: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isTrue(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
