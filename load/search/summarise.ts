import { defaultAuditBounds, judgeAudit } from '../audit.ts';
import { definitions } from '../definitions.ts';
import { decodeHistogram, mergeHistograms } from '../histogram.ts';
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
    batches: sound.map(batch),
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

function batch(level: LevelResult): Batch {
  const { started, complete, failed, good } = level.counts;
  return {
    windowSeconds: level.windowSeconds,
    // What was broken off at the end had been asked for as well.
    started: started + (level.errors.cancelled ?? 0),
    complete,
    failed,
    good,
    perSecond: scalarOf(level, 'requests_per_second')?.value ?? 0,
    responseMs: responseMs(level),
    inFlight: level.streams,
  };
}

function responseMs(level: LevelResult): number | null {
  const encoded = level.histograms.user_e2e;
  return encoded ? decodeHistogram(encoded).mean / 1000 : null;
}

/** What a histogram counts in one unit of a measure: microseconds, or millionths of a ratio. */
export function scale(measure: string): number {
  return definitions.get(`${measure}_p50`)?.unit === 'ratio' ? 1e6 : 1e3;
}
