import type { AuditBounds } from '../audit.ts';
import { levelResult, type MeasuredLevel } from '../level-result.ts';
import type { LevelResult } from '../result.ts';
import { mergeTallies } from '../tally.ts';
import { type Shard, spread } from './shard.ts';

/** How far apart the windows of one level may begin, of their length, and in any case. */
const skewShare = 0.05;
const skewMs = 100;

/**
 * One level of all shards: what they measured is added up exactly; the generator is judged shard by shard, and the
 * worst of them decides. Undefined before any of them has begun with it.
 */
export function mergeLevel(
  shards: readonly Shard[],
  index: number,
  bounds?: AuditBounds,
): LevelResult | undefined {
  const known = shards.flatMap((shard) => {
    const measured = shard.collector.measured(index);
    return measured ? [{ shard, measured, own: levelResult(measured, bounds) }] : [];
  });
  const tally = mergeTallies(known.map(({ measured }) => measured.tally));
  if (!tally) return undefined;
  const parts = known.map(({ measured }) => measured);
  const windowSeconds = Math.max(...parts.map((part) => part.windowSeconds));
  const whole = levelResult(
    {
      ...parts[0]!,
      ...summed(parts),
      complete: known.length === shards.length && parts.every(({ complete }) => complete),
      windowSeconds,
      startedAt: parts.flatMap(({ startedAt }) => startedAt ?? []).sort()[0],
      clock: parts.every(({ clock }) => clock === 'kernel') ? 'kernel' : parts[0]!.clock,
      tally,
    },
    bounds,
  );
  const windowSkewMs = spread(
    known.flatMap(({ shard, measured }) =>
      measured.startedAt === undefined ? [] : [Date.parse(measured.startedAt) - shard.clockAheadMs],
    ),
  );
  const reasons = known.flatMap(({ shard, own: { validity } }) =>
    validity.valid ? [] : validity.reasons.map((reason) => `shard ${shard.index}: ${reason}`),
  );
  const most = Math.max(skewMs, windowSeconds * 1000 * skewShare);
  if (windowSkewMs > most)
    reasons.push(
      `load generator: its shards' windows began ${Math.round(windowSkewMs)} ms apart, up to ${Math.round(most)} ms is sound`,
    );
  return {
    ...whole,
    validity: reasons.length === 0 ? { valid: true } : { valid: false, reasons },
    windowSkewMs,
    shards: known.map(({ shard, own: { startedAt, windowSeconds, counts, audit, validity } }) => ({
      index: shard.index,
      ...(startedAt === undefined ? {} : { startedAt }),
      windowSeconds,
      started: counts.started,
      complete: counts.complete,
      failed: counts.failed,
      audit,
      validity,
    })),
  };
}

function summed(parts: readonly MeasuredLevel[]): Pick<MeasuredLevel, 'streams'> {
  return { streams: parts.reduce((sum, { streams }) => sum + streams, 0) };
}
