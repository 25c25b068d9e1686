import { type AuditBounds, judgeAudit } from './audit.ts';
import { auditFigures } from './audit-figures.ts';
import {
  type Definition,
  definitions,
  type MeasureId,
  measures,
  quantiles,
  type rates,
} from './definitions.ts';
import { decodeHistogram, quantile } from './histogram.ts';
import { samplesNeeded } from './percentile-warrant.ts';
import type { Tally } from './records.ts';
import type { AuditFigures, LevelResult, Scalar } from './result.ts';

/** What is known of a level before its numbers are worked out. */
export type MeasuredLevel = {
  readonly streams: number;
  /** Of an open loop, requests a second. */
  readonly rate?: number | undefined;
  readonly complete: boolean;
  readonly windowSeconds: number;
  readonly startedAt?: string | undefined;
  readonly clock: AuditFigures['clock'];
  readonly tally: Tally;
};

/** Works a level's numbers out: percentiles as far as their samples warrant them, rates, and the audit. */
export function levelResult(level: MeasuredLevel, bounds?: AuditBounds): LevelResult {
  const { tally, windowSeconds, streams, rate, startedAt } = level;
  const { scalars, unwarranted } = percentiles(tally.histograms);
  const audit = auditFigures(tally, level.clock);
  return {
    streams,
    ...(rate === undefined ? {} : { rate }),
    status: level.complete ? 'complete' : 'partial',
    windowSeconds,
    ...(startedAt ? { startedAt } : {}),
    scalars: [...scalars, ...rateScalars(tally, windowSeconds)],
    unwarranted,
    histograms: tally.histograms,
    counts: tally.counts,
    errors: tally.errors,
    statuses: tally.statuses,
    errorSamples: tally.samples,
    audit,
    validity: judgeAudit(audit, windowSeconds, bounds),
  };
}

function percentiles(histograms: Readonly<Record<string, string>>) {
  const scalars: Scalar[] = [];
  const unwarranted: LevelResult['unwarranted'] = [];
  for (const [id, encoded] of Object.entries(histograms)) {
    const measure = measures[id as MeasureId] as Definition | undefined;
    if (!measure) continue;
    const histogram = decodeHistogram(encoded);
    const samples = histogram.totalCount;
    const scale = measure.unit === 'ratio' ? 1e6 : 1e3;
    const add = (definition: string, raw: number) =>
      scalars.push({ definition, value: raw / scale, unit: measure.unit, samples });
    for (const [name, q] of Object.entries(quantiles)) {
      const needs = samplesNeeded(q);
      if (samples >= needs) add(`${id}_${name}`, quantile(histogram, q));
      else unwarranted.push({ definition: `${id}_${name}`, samples, needs });
    }
    add(`${id}_max`, histogram.maxValue);
  }
  return { scalars, unwarranted };
}

function rateScalars({ counts, shares }: Tally, windowSeconds: number): Scalar[] {
  const scalar = (id: keyof typeof rates, value: number, samples: number): Scalar => ({
    definition: id,
    value,
    unit: definitions.get(id)!.unit,
    samples,
  });
  const perSecond = (id: keyof typeof rates, sum: number) => scalar(id, sum / windowSeconds, counts.complete);
  return [
    ...(windowSeconds > 0
      ? [
          perSecond('requests_per_second', shares.requests),
          perSecond('chars_per_second', shares.characters),
          perSecond('audio_seconds_per_second', shares.audioSeconds),
        ]
      : []),
    ...(counts.started > 0 ? [scalar('error_rate', counts.failed / counts.started, counts.started)] : []),
  ];
}
