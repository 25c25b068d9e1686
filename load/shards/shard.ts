import type { RecordCollector } from '../collector.ts';

/** What one of the processes that made a load together told. */
export type Shard = {
  /** From 0. */
  readonly index: number;
  readonly collector: RecordCollector;
  /** How far its wall clock is ahead of ours, milliseconds. */
  readonly clockAheadMs: number;
};

/** When the shard began, milliseconds of our own wall clock; undefined before its first record. */
export function beganAt({ collector, clockAheadMs }: Shard): number | undefined {
  return collector.start && Date.parse(collector.start.wall) - clockAheadMs;
}

/** How far moments lie apart, milliseconds. */
export function spread(moments: readonly number[]): number {
  return moments.length === 0 ? 0 : Math.max(...moments) - Math.min(...moments);
}
