import type { Decision } from '../decide.ts';
import { studentTCdf } from '../student-t.ts';
import { type Differences, summariseDifferences } from './differences.ts';
import { boundOfLook, crossingOf } from './growing-looks.ts';

export type PairOptions = {
  /** Smallest relative change, worse positive, that must not pass; default 0.05. */
  readonly minEffect?: number;
  /** Probability of a false `regressed`, one-sided, over all looks; default 0.05. */
  readonly alpha?: number;
  /** Probability of a false `pass`, one-sided, over all looks; default 0.05. */
  readonly beta?: number;
  /** Pairs before the first look; default 4. */
  readonly minPairs?: number;
  /** Pairs at most: below it an open case is `more`, at it `inconclusive`; default 12. */
  readonly maxPairs?: number;
};

export const pairDefaults = { minEffect: 0.05, alpha: 0.05, beta: 0.05, minPairs: 4, maxPairs: 12 } as const;

/** On the scale of the differences. */
type Limits = {
  /** What must be proven before it is `regressed`. */
  readonly halfway: number;
  /** What must be ruled out before it is a `pass`. */
  readonly limit: number;
};

type Judged = {
  readonly verdict: Decision['verdict'];
  readonly low: number;
  readonly high: number;
  readonly p: number;
  readonly seen: Differences;
};

/**
 * Of alpha and beta, so much is spent on the t tests. The rest pays for setting an accident aside, which the bound does
 * not know: by simulation it adds 5 to 15 % to the errors of normal noise and takes none where tails are heavier.
 */
const spent = 0.85;

/** The three-way decision over differences of pairs, worse positive, at least as many as the first look takes. */
export function judgeDifferences(
  differences: readonly number[],
  { halfway, limit }: Limits,
  { alpha, beta, minPairs, maxPairs }: Required<PairOptions>,
): Judged {
  const seen = summariseDifferences(differences);
  const { centre, spread, pairs } = seen;
  const looks = { first: minPairs, last: Math.max(maxPairs, differences.length) };
  const df = pairs - 1;
  const error = spread / Math.sqrt(pairs);
  const bound = (share: number) => boundOfLook(looks, df, spent * share) * error;
  const low = centre - bound(alpha);
  const high = centre + bound(beta);
  const most = (side: (one: number) => boolean) => differences.filter(side).length > differences.length / 2;
  const open = differences.length < maxPairs ? 'more' : 'inconclusive';
  const worse = low > halfway && (high >= limit || centre - halfway >= limit - centre);
  const verdict = worse
    ? most((one) => one > halfway)
      ? 'regressed'
      : open
    : high < -halfway && most((one) => one < -halfway)
      ? 'improved'
      : high < limit && most((one) => one < limit)
        ? 'pass'
        : open;
  const p = Math.min(1, crossingOf(looks, 1 - studentTCdf((centre - halfway) / error, df)) / spent);
  return { verdict, low, high, p, seen };
}
