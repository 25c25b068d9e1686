import type { Histogram } from 'hdr-histogram-js';

const quantiles = [0, 1, 5, 10, 25, 40, 50, 60, 75, 85, 90, 95, 98, 99, 99.9, 100];

/** Points of a distribution for display: [percentile, value], the histogram's whole numbers times `step`. */
export function quantilePoints(histogram: Histogram, step: number): [number, number][] {
  if (histogram.totalCount === 0) return [];
  return quantiles.map((quantile) => [
    quantile,
    Math.round(histogram.getValueAtPercentile(quantile) * step * 100) / 100,
  ]);
}
