import type { Decision } from '../decide.ts';
import { holm } from '../holm.ts';
import { comparePairs, type Pair, type PairedMetric } from './compare.ts';
import { type PairOptions, pairDefaults } from './judge-differences.ts';

export type PairedCase = { readonly metric: PairedMetric; readonly pairs: readonly Pair[] };

/**
 * Judges the primary metrics of the same pairs together, in the order given. Each is judged alone first; a `regressed`
 * that does not hold against all of them (Holm) becomes `more`, or `inconclusive` at the last pair. Each p holds for
 * all looks, so Holm does as well, whenever it is asked.
 */
export function comparePairsTogether(cases: readonly PairedCase[], options: PairOptions = {}): Decision[] {
  const { alpha, maxPairs } = { ...pairDefaults, ...options };
  const alone = cases.map(({ metric, pairs }) => comparePairs(metric, pairs, options));
  const holds = holm(
    alone.map(({ p }) => p ?? 1),
    alpha,
  );
  return alone.map((decision, index) => {
    if (decision.verdict !== 'regressed' || holds[index]) return decision;
    const verdict = cases[index]!.pairs.length < maxPairs ? 'more' : 'inconclusive';
    const reason = `${decision.reason}; not certain enough among ${cases.length} metrics`;
    return { ...decision, verdict, reason };
  });
}
