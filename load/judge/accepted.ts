import type { SampleVariance } from './moderate.ts';

/** The accepted runs as the judge takes them; logs, worse positive. */
export type Accepted = SampleVariance & {
  readonly centre: number;
  /** Runs that count. */
  readonly runs: number;
  /** Runs set aside: 0 or 1. */
  readonly aside: number;
  /** How far the newest run lies on the worse side of the centre. */
  readonly newest: number;
};

/** So many SDs of all others, one run is an accident and not this cluster's noise. */
const accident = 6;
/** An SD of others below this would make accidents of honest runs. */
const leastSpread = 0.002;

/**
 * Centre and variance of accepted runs, oldest first. One accident among them is set aside: left in, it would widen
 * the spread so far that nothing could be found for as long as it stays in the baseline. Never the newest, which may be
 * the first of a new state.
 */
export function summarise(logs: readonly number[], fewest: number): Accepted {
  const all = centreOf(logs);
  const newest = logs.at(-1)!;
  const plain = { ...all, runs: logs.length, aside: 0, newest: newest - all.centre };
  if (logs.length <= Math.max(fewest, 3)) return plain;
  const middle = median(logs);
  let suspect = 0;
  for (let i = 1; i < logs.length - 1; i++)
    if (Math.abs(logs[i]! - middle) > Math.abs(logs[suspect]! - middle)) suspect = i;
  const others = logs.filter((_, i) => i !== suspect);
  const rest = centreOf(others);
  const spread = Math.max(leastSpread, Math.sqrt(rest.variance));
  if (Math.abs(logs[suspect]! - rest.centre) <= accident * spread) return plain;
  return { ...rest, runs: others.length, aside: 1, newest: newest - rest.centre };
}

function centreOf(values: readonly number[]): SampleVariance & { centre: number } {
  const centre = mean(values);
  const df = values.length - 1;
  return { centre, df, variance: values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / df };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
