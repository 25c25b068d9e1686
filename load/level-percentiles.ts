import type { Histogram } from 'hdr-histogram-js';
import { type Measure, type MeasureId, measures, quantiles } from './definitions.ts';
import { decodeHistogram, quantile } from './histogram.ts';
import { boundRanks, samplesNeeded } from './percentile-warrant.ts';
import type { Scalar, Unwarranted } from './result.ts';

/** The percentiles that a level's histograms warrant, each with its bounds, and those that need more requests. */
export function percentileScalars(
  histograms: Readonly<Record<string, string>>,
  requests: number,
): { scalars: Scalar[]; unwarranted: Unwarranted[] } {
  const scalars: Scalar[] = [];
  const unwarranted: Unwarranted[] = [];
  for (const [id, encoded] of Object.entries(histograms)) {
    const measure = measures[id as MeasureId] as Measure | undefined;
    if (!measure) continue;
    const histogram = decodeHistogram(encoded);
    const samples = histogram.totalCount;
    const independent = independentSamples(measure, samples, requests);
    const scale = measure.unit === 'ratio' ? 1e6 : 1e3;
    const known = { unit: measure.unit, samples };
    for (const [name, q] of Object.entries(quantiles)) {
      const definition = `${id}_${name}`;
      const bounds = boundsOf(histogram, q, independent, scale);
      if (bounds) scalars.push({ definition, value: quantile(histogram, q) / scale, ...known, bounds });
      else unwarranted.push({ definition, samples: independent, needs: samplesNeeded(q) });
    }
    scalars.push({ definition: `${id}_max`, value: histogram.maxValue / scale, ...known });
  }
  return { scalars, unwarranted };
}

/** How many samples of a histogram say something of their own: of those that hang together one for each request. */
export function independentSamples({ clustered }: Measure, samples: number, requests: number): number {
  return clustered ? Math.min(samples, requests) : samples;
}

/** Between what the true quantile lies, each bound with 95 % confidence; undefined where the samples have none. */
function boundsOf(histogram: Histogram, q: number, samples: number, scale: number): Scalar['bounds'] {
  const ranks = boundRanks(samples, q);
  if (!ranks) return undefined;
  const at = (rank: number) => quantile(histogram, rank / samples) / scale;
  return { low: at(ranks.low), high: at(ranks.high) };
}
