import type { AuditFigures, LevelResult } from './result.ts';

/** Beyond these the generator measured itself as well, and a level cannot stand for the service. */
export type AuditBounds = {
  readonly ownDelayP99Ms: number;
  readonly startDelayP99Ms: number;
  /** Requests of an open loop that waited for a stream: beyond it, the arrivals were not those that were asked for. */
  readonly lateShare: number;
  readonly schedulerLagMaxMs: number;
  /** Of the time: as many latencies may be told too late. Of what trials judge, p95 is the highest percentile. */
  readonly stalledShare: number;
  readonly schedulerWaitP99Ms: number;
  readonly gcPauseMaxMs: number;
  /** CPU that garbage collection took of what there is. */
  readonly gcShare: number;
  /** Share of the time that the cgroup was held back. */
  readonly throttledShare: number;
  /** CPU used of what there is. */
  readonly cpuShare: number;
  readonly socketErrors: number;
  /** Data rate of what the network interface can do. */
  readonly linkShare: number;
};

export const defaultAuditBounds: AuditBounds = {
  ownDelayP99Ms: 20,
  startDelayP99Ms: 10,
  lateShare: 0.01,
  schedulerLagMaxMs: 500,
  stalledShare: 0.05,
  schedulerWaitP99Ms: 20,
  gcPauseMaxMs: 100,
  gcShare: 0.25,
  throttledShare: 0.05,
  cpuShare: 0.9,
  socketErrors: 0,
  linkShare: 0.8,
};

/** Judges the generator. It can only make a level inconclusive, never good or bad. */
export function judgeAudit(
  figures: AuditFigures,
  windowSeconds: number,
  bounds: AuditBounds = defaultAuditBounds,
): LevelResult['validity'] {
  const reasons: string[] = [];
  const check = (what: string, value: number | null, bound: number, unit: string) => {
    if (value !== null && value > bound)
      reasons.push(`load generator: ${what} ${show(value)}${unit}, up to ${show(bound)} is sound`);
  };
  const ms = (what: string, value: number | null, bound: number) => check(what, value, bound, ' ms');
  const share = (what: string, part: number | null, whole: number | null, bound: number, of: string) =>
    check(what, part === null || !whole ? null : (part / whole) * 100, bound * 100, ` % of ${of}`);
  // What it lacks comes first: the rest follows from that, and whoever shows a part shows the beginning.
  const window = windowSeconds * 1000;
  share('its CPU was throttled for', figures.cpuThrottledMs, window, bounds.throttledShare, 'the time');
  share('it used', figures.cpuCores, figures.cpuLimitCores, bounds.cpuShare, 'its CPU');
  ms('its own delay (p99) was', figures.ownDelayP99Ms, bounds.ownDelayP99Ms);
  ms('it started requests late (p99) by', figures.startDelayP99Ms, bounds.startDelayP99Ms);
  share('no stream was free for', figures.lateShare, 1, bounds.lateShare, 'the requests');
  ms('its timer was late by', figures.schedulerLagMaxMs, bounds.schedulerLagMaxMs);
  share('it did not get to its sockets for', figures.stalledShare, 1, bounds.stalledShare, 'the time');
  ms('its tasks waited (p99)', figures.schedulerWaitP99Ms, bounds.schedulerWaitP99Ms);
  ms('garbage collection paused it for', figures.gcPauseMaxMs, bounds.gcPauseMaxMs);
  share('garbage collection took', figures.gcCores, figures.cpuLimitCores, bounds.gcShare, 'its CPU');
  check('sockets that it could not open or use:', figures.socketErrors, bounds.socketErrors, '');
  share(
    'it moved',
    figures.peakMbitPerSecond,
    figures.linkMbitPerSecond,
    bounds.linkShare,
    "its link's data rate",
  );
  return reasons.length === 0 ? { valid: true } : { valid: false, reasons };
}

function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}
