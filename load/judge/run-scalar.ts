/** What one run's samples come down to: the q-quantile, nearest rank, or their mean. */
export type Statistic = { readonly quantile: number } | 'mean';

/**
 * What a metric's name says of its samples: `ttfa_p95`, `gap_p99_ms` and `ttfa_p99.9` a percentile, `…_max` the
 * largest, `…_mean` the mean. A name that says none of these means the median: of samples with strays it differs
 * less from run to run than the mean does.
 */
export function statisticOf(name: string): Statistic {
  const word = /(?:^|[^a-z0-9])(?:p(\d{1,2}(?:\.\d+)?)|(p100|max)|(mean|avg))(?![a-z0-9])/i.exec(name);
  const [, percentile, largest, mean] = word ?? [];
  if (mean) return 'mean';
  if (largest) return { quantile: 1 };
  return { quantile: percentile === undefined ? 0.5 : Number(percentile) / 100 };
}

/** The scalar of a run; `samples` are not empty, and are sorted in place. */
export function scalarOf(samples: Float64Array, statistic: Statistic): number {
  if (statistic === 'mean') return samples.reduce((sum, value) => sum + value / samples.length, 0);
  samples.sort();
  const rank = Math.ceil(Number((statistic.quantile * samples.length).toPrecision(12)));
  return samples[Math.max(1, rank) - 1]!;
}
