import { summarise } from './accepted.ts';
import { chiSquaredQuantile } from './chi-squared.ts';

/** How far runs of one and the same release lie apart; log scale, so 0.01 is 1 %. */
export type RunSpread = {
  /** Runs that count. */
  readonly runs: number;
  /** Runs set aside as an accident, as the judge does: 0 or 1. */
  readonly aside: number;
  readonly df: number;
  readonly variance: number;
  /** Standard deviation from run to run. */
  readonly spread: number;
  /** The true one lies within, with 95 % confidence, where the logs are normal (χ²). */
  readonly interval: readonly [low: number, high: number];
};

/** The run-to-run spread of at least two positive scalars, one for each run, oldest first. */
export function runSpread(values: readonly number[]): RunSpread {
  const { runs, aside, df, variance } = summarise(values.map(Math.log), 4);
  const bound = (p: number) => Math.sqrt((df * variance) / chiSquaredQuantile(p, df));
  return { runs, aside, df, variance, spread: Math.sqrt(variance), interval: [bound(0.975), bound(0.025)] };
}
