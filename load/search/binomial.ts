import { incompleteBeta } from '../judge/student-t.ts';

/**
 * Exact (Clopper and Pearson) one-sided bounds of a share of which `good` of `n` were seen: the true share is below the
 * first, or above the second, with a probability of at most `alpha` each. Counts need not be whole.
 */
export function shareBounds(good: number, n: number, alpha: number): readonly [number, number] {
  const low = good <= 0 ? 0 : solve((p) => incompleteBeta(good, n - good + 1, p), alpha);
  const high = good >= n ? 1 : solve((p) => incompleteBeta(good + 1, n - good, p), 1 - alpha);
  return [low, high];
}

/** The p at which an ascending function of 0..1 has a value. */
function solve(ascending: (p: number) => number, value: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (ascending(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
