import type { JudgedMetric } from './decide.ts';

/** What a number may be: a published figure of this GPU with its tolerance, or an objective of the user's. */
export type ExpectedRange = {
  readonly min?: number;
  readonly max?: number;
  /** Who says so, such as `vendor's table, April 2026`; appears in the finding. */
  readonly source: string;
};

export type RangeFinding = {
  readonly verdict: 'inside' | 'outside' | 'inconclusive';
  /** By how much it is beyond the bound on the worse side, relative; 0 inside. */
  readonly excess: number;
  readonly reason: string;
};

/**
 * Is a number where it should be? Only the worse side counts: a value better than expected is `inside`.
 * A finding of its own beside a regression: a release can be slow from the first day on.
 */
export function judgeRange(
  metric: JudgedMetric & { readonly unit: string },
  value: number | undefined,
  expected: ExpectedRange,
): RangeFinding {
  const bound = metric.better === 'lower' ? expected.max : expected.min;
  if (value === undefined || !Number.isFinite(value))
    return { verdict: 'inconclusive', excess: 0, reason: `${metric.name} was not measured` };
  if (bound === undefined)
    return { verdict: 'inconclusive', excess: 0, reason: `no bound is known for ${metric.name}` };
  const outside = metric.better === 'lower' ? value > bound : value < bound;
  const word = metric.better === 'lower' ? 'up to' : 'at least';
  const seen = `${metric.name} is ${round(value)} ${metric.unit}, expected ${word} ${round(bound)} (${expected.source})`;
  const excess = outside ? Math.abs(value - bound) / Math.abs(bound) : 0;
  return { verdict: outside ? 'outside' : 'inside', excess, reason: seen };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
