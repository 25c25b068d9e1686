import type { Histogram } from 'hdr-histogram-js';
import { definitions } from '../definitions.ts';
import { decodeHistogram, mergeHistograms, quantile } from '../histogram.ts';
import type { Slo } from '../plan.ts';
import { type LevelResult, type LoadResult, scalarOf } from '../result.ts';
import type { Batch, Probe } from './probe.ts';

type Summary = Pick<Probe, 'requests' | 'batches' | 'histograms' | 'errors' | 'trouble' | 'generator'>;

/** What of a load result goes into the history; the first `warmup` levels of it are thrown away. */
export function summarise(result: LoadResult, warmup: number, slos: readonly Slo[]): Summary {
  const measured = result.levels.slice(warmup).filter(({ windowSeconds }) => windowSeconds > 0);
  const invalid = measured.flatMap(({ validity }) => (validity.valid ? [] : validity.reasons));
  const lost = result.status === 'complete' ? [] : [result.reason ?? `the load run was ${result.status}`];
  const histograms = slos.flatMap(({ measure }) => {
    const parts = measured.flatMap((level) => level.histograms[measure] ?? []);
    return parts.length > 0 ? [[measure, mergeHistograms(parts)] as const] : [];
  });
  return {
    requests: result.requests ?? result.levels.reduce((sum, { counts }) => sum + counts.started, 0),
    batches: measured.map((level) => batch(level, slos)),
    histograms: Object.fromEntries(histograms),
    errors: [...new Set(measured.flatMap(({ errorSamples }) => errorSamples))].slice(0, 3),
    trouble: [...new Set([...lost, ...invalid])].slice(0, 5),
    generator: invalid.length > 0,
  };
}

function batch(level: LevelResult, slos: readonly Slo[]): Batch {
  const { started, complete, failed } = level.counts;
  return {
    windowSeconds: level.windowSeconds,
    started,
    complete,
    failed,
    good: good(level, slos),
    perSecond: scalarOf(level, 'requests_per_second')?.value ?? 0,
    responseMs: responseMs(level),
    inFlight: level.streams,
  };
}

/** The engine judges each request; from an engine that does not, the fewest that can have kept every SLO. */
function good(level: LevelResult, slos: readonly Slo[]): number {
  const told = (level.counts as { good?: number }).good;
  if (told !== undefined) return told;
  const missed = slos.map(({ measure, max }) => {
    const encoded = level.histograms[measure];
    if (!encoded) return level.counts.complete;
    const histogram = decodeHistogram(encoded);
    const within = rankWithin(histogram, max * scale(measure));
    return histogram.totalCount - within;
  });
  return Math.max(0, level.counts.complete - missed.reduce((sum, value) => sum + value, 0));
}

/** How many values lie at or below a limit. */
function rankWithin(histogram: Histogram, limit: number): number {
  const n = histogram.totalCount;
  let [low, high] = [0, n];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (quantile(histogram, middle / n) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

function responseMs(level: LevelResult): number | null {
  const meanMs = (measure: string): number | null => {
    const encoded = level.histograms[measure];
    return encoded ? decodeHistogram(encoded).mean / 1000 : null;
  };
  const whole = meanMs('user_e2e');
  if (whole !== null) return whole;
  const service = meanMs('e2e');
  return service === null ? null : service + (meanMs('own_delay') ?? 0);
}

/** What a histogram counts in one unit of a measure: microseconds, or millionths of a ratio. */
export function scale(measure: string): number {
  return definitions.get(`${measure}_p50`)?.unit === 'ratio' ? 1e6 : 1e3;
}
