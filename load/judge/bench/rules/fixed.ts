import { medianOf, rule } from '../comparison.ts';

/** Ten percent against the run before. */
export const fixed = rule(
  'fixed 10 % against the run before',
  ({ baseline, candidate }) => medianOf(candidate[0]!) > 1.1 * medianOf(baseline.at(-1)!),
);
