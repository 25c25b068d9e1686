import type { AuditFigures, LevelResult } from './result.ts';

/** Beyond these the generator measured itself as well, and a level cannot stand for the service. */
export type AuditBounds = {
  readonly ownDelayP99Ms: number;
  readonly schedulerLagMaxMs: number;
  readonly schedulerWaitP99Ms: number;
  readonly gcPauseMaxMs: number;
  /** Share of the time that the cgroup was held back. */
  readonly throttledShare: number;
  /** CPU used of what there is. */
  readonly cpuShare: number;
};

export const defaultAuditBounds: AuditBounds = {
  ownDelayP99Ms: 20,
  schedulerLagMaxMs: 500,
  schedulerWaitP99Ms: 20,
  gcPauseMaxMs: 100,
  throttledShare: 0.05,
  cpuShare: 0.9,
};

/** Judges the generator. It can only make a level inconclusive, never good or bad. */
export function judgeAudit(
  figures: AuditFigures,
  windowSeconds: number,
  bounds: AuditBounds = defaultAuditBounds,
): LevelResult['validity'] {
  const reasons: string[] = [];
  const check = (what: string, value: number | null, bound: number, unit = 'ms') => {
    if (value !== null && value > bound)
      reasons.push(`load generator: ${what} ${show(value)} ${unit}, up to ${show(bound)} is sound`);
  };
  const throttled =
    figures.cpuThrottledMs === null || windowSeconds === 0
      ? null
      : figures.cpuThrottledMs / (windowSeconds * 1000);
  check('its own delay (p99) was', figures.ownDelayP99Ms, bounds.ownDelayP99Ms);
  check('its timer was late by', figures.schedulerLagMaxMs, bounds.schedulerLagMaxMs);
  check('its tasks waited (p99)', figures.schedulerWaitP99Ms, bounds.schedulerWaitP99Ms);
  check('garbage collection paused it for', figures.gcPauseMaxMs, bounds.gcPauseMaxMs);
  check(
    'its CPU was throttled for',
    throttled && throttled * 100,
    bounds.throttledShare * 100,
    '% of the time',
  );
  check('it used', (figures.cpuCores / figures.cpuLimitCores) * 100, bounds.cpuShare * 100, '% of its CPU');
  return reasons.length === 0 ? { valid: true } : { valid: false, reasons };
}

function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}
