import { type AuditBounds, judgeAudit } from './audit.ts';
import { auditFigures } from './audit-figures.ts';
import { percentileScalars } from './level-percentiles.ts';
import { rateScalars } from './level-rates.ts';
import type { Protocol } from './protocols/index.ts';
import type { Tally } from './records.ts';
import type { AuditFigures, LevelResult } from './result.ts';

/** What is known of a level before its numbers are worked out. */
export type MeasuredLevel = {
  readonly streams: number;
  /** What the service makes; audio unless given. */
  readonly output?: Protocol['output']['kind'] | undefined;
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
  const { scalars, unwarranted } = percentileScalars(tally.histograms, tally.counts.complete);
  const audit = auditFigures(tally, level.clock);
  return {
    streams,
    ...(rate === undefined ? {} : { rate }),
    status: level.complete ? 'complete' : 'partial',
    windowSeconds,
    ...(startedAt ? { startedAt } : {}),
    scalars: [...scalars, ...rateScalars(tally, windowSeconds, level.output)],
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
