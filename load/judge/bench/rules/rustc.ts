import { medianOf, rule } from '../comparison.ts';

/**
 * rustc-perf: a change counts when it is beyond Q3 + 3·IQR of the historical changes from run to run, which are taken
 * without sign (`site/src/comparison.rs`, `calculate_significance_threshold`).
 */
export const rustc = rule('rustc-perf fence', ({ baseline, candidate }) => {
  const values = baseline.map(medianOf);
  const changes = values
    .slice(1)
    .map((value, i) => Math.abs(value / values[i]! - 1))
    .sort((a, b) => a - b);
  const q1 = quantile(changes, 0.25);
  const q3 = quantile(changes, 0.75);
  return medianOf(candidate[0]!) / values.at(-1)! - 1 > q3 + 3 * (q3 - q1);
});

function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low]! + (at - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
}
