import type { Decision, JudgedMetric } from '../decide.ts';
import { explainPairs } from './explain.ts';
import { judgeDifferences, type PairOptions, pairDefaults } from './judge-differences.ts';

/** One metric of one pair of runs, measured right after each other; null where a run does not have it. */
export type Pair = { readonly old: number | null; readonly new: number | null };

export type PairedMetric = JudgedMetric & {
  /** `ratio` for times and rates, which are above zero; `share` for shares of the requests, from 0 to 1. */
  readonly scale: 'ratio' | 'share';
};

/** So much more of the requests, absolute, must not pass. Small shares jump by their ratio when nothing has changed. */
const shareLimit = 0.01;

/**
 * Judges a new service against an old one that was measured beside it, pair by pair in random order. What both runs of
 * a pair have in common (the hour, the node, the network, other users) cancels between them, so only what a run has of
 * its own is noise. May be asked after each pair from the least number on: the bound holds for all these looks together.
 *
 * The same words and the same limits as `decide`: `regressed` needs half of the minimum effect to be proven, `pass`
 * needs the whole to be ruled out, and an effect proven to lie between the two goes to the nearer. Most of the pairs
 * must lie on the verdict's side. Effect and interval are relative changes, of shares absolute ones; worse positive.
 */
export function comparePairs(
  metric: PairedMetric,
  pairs: readonly Pair[],
  options: PairOptions = {},
): Decision {
  const filled = { ...pairDefaults, ...options };
  const { minEffect, minPairs, maxPairs } = filled;
  const without = (verdict: Decision['verdict'], reason: string): Decision => ({
    verdict,
    effect: null,
    interval: null,
    p: null,
    reason: `${metric.name}: ${reason}`,
  });
  const differences = differencesOf(metric, pairs);
  if (!differences)
    return without('inconclusive', 'it was not measured in every pair, so nothing can be said');
  if (pairs.length < minPairs)
    return without(
      pairs.length < maxPairs ? 'more' : 'inconclusive',
      `${pairs.length} of at least ${minPairs} pairs are measured`,
    );
  const ratio = metric.scale === 'ratio';
  const limits = ratio
    ? { halfway: Math.log1p(minEffect / 2), limit: Math.log1p(minEffect) }
    : { halfway: shareLimit / 2, limit: shareLimit };
  const { verdict, low, high, p, seen } = judgeDifferences(differences, limits, filled);
  const shown = (one: number) => (ratio ? Math.expm1(one) : one);
  const numbers = { effect: shown(seen.centre), interval: [shown(low), shown(high)] as const };
  const aside = seen.aside === undefined ? undefined : shown(seen.aside);
  const limit = ratio ? minEffect : shareLimit;
  const reason = explainPairs({ metric, verdict, ...numbers, pairs: seen.pairs, aside, limit });
  return { verdict, ...numbers, p, reason };
}

/** New against old, worse positive; null where a number is missing or is none that can be compared. */
function differencesOf({ better, scale }: PairedMetric, pairs: readonly Pair[]): number[] | null {
  const worse = better === 'lower' ? 1 : -1;
  const differences = pairs.map((pair) => {
    if (pair.old === null || pair.new === null) return Number.NaN;
    return worse * (scale === 'share' ? pair.new - pair.old : Math.log(pair.new / pair.old));
  });
  return differences.every(Number.isFinite) ? differences : null;
}
