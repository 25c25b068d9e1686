import type { Histogram } from 'hdr-histogram-js';
import { defaultAuditBounds, judgeAudit } from '../audit.ts';
import { definitions } from '../definitions.ts';
import { decodeHistogram, mergeHistograms, quantile } from '../histogram.ts';
import type { Slo } from '../plan.ts';
import { type LevelResult, type LoadResult, scalarOf } from '../result.ts';
import type { Batch, Probe } from './probe.ts';

type Summary = Pick<Probe, 'requests' | 'batches' | 'histograms' | 'errors' | 'invalid' | 'lost' | 'guard'>;

/**
 * What of a load result goes into the history. The first `warmup` levels are thrown away, and those that the
 * generator's audit speaks against. Of an open loop that came to no end everything is kept: that it fell behind shows
 * from its start.
 */
export function summarise(result: LoadResult, warmup: number, slos: readonly Slo[]): Summary {
  const lost = result.status === 'complete' ? null : (result.reason ?? `the load run was ${result.status}`);
  const openLoop = result.levels.some(({ rate }) => rate !== undefined);
  const measured = result.levels
    .slice(lost !== null && openLoop ? 0 : warmup)
    .filter(({ windowSeconds, status }) => windowSeconds > 0 && (openLoop || status === 'complete'));
  const sound = measured.filter((level) => faults(level).length === 0);
  const histograms = slos.flatMap(({ measure }) => {
    const parts = sound.flatMap((level) => level.histograms[measure] ?? []);
    return parts.length > 0 ? [[measure, mergeHistograms(parts)] as const] : [];
  });
  const { stoppedBy } = result;
  return {
    requests: result.requests ?? result.levels.reduce((sum, { counts }) => sum + counts.started, 0),
    batches: sound.map((level) => batch(level, slos)),
    histograms: Object.fromEntries(histograms),
    errors: [...new Set(sound.flatMap(({ errorSamples }) => errorSamples))].slice(0, 3),
    invalid: [...new Set(measured.flatMap(faults))].slice(0, 5),
    lost,
    guard: stoppedBy ? (lost ?? stoppedBy.name) : null,
  };
}

/** What the audit says, but for an open loop's waits for a stream: these show that the service does not keep up. */
function faults({ validity, audit, windowSeconds, rate }: LevelResult): string[] {
  if (validity.valid) return [];
  if (rate === undefined || audit.lateShare <= defaultAuditBounds.lateShare) return validity.reasons;
  const all = Number.POSITIVE_INFINITY;
  const bounds = { ...defaultAuditBounds, lateShare: all, startDelayP99Ms: all, ownDelayP99Ms: all };
  const rest = judgeAudit(audit, windowSeconds, bounds);
  return rest.valid ? [] : rest.reasons;
}

function batch(level: LevelResult, slos: readonly Slo[]): Batch {
  const { started, complete, failed } = level.counts;
  return {
    windowSeconds: level.windowSeconds,
    // What was broken off at the end had been asked for as well.
    started: started + (level.errors.cancelled ?? 0),
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
