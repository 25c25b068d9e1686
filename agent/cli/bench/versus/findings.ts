import type { Decision, Verdict } from '../../../../load/judge/decide.ts';
import { comparePairs } from '../../../../load/judge/pairs/compare.ts';
import type { PairOptions } from '../../../../load/judge/pairs/judge-differences.ts';
import type { Side } from '../../../../load/judge/pairs/order.ts';
import { comparePairsTogether } from '../../../../load/judge/pairs/together.ts';
import type { VersusMetric } from './metrics.ts';
import type { VersusRun } from './read-run.ts';

export type RunPair = Readonly<Record<Side, VersusRun>>;

export interface VersusFinding {
  readonly metric: VersusMetric;
  readonly decision: Decision;
}

/**
 * Judges all metrics over the pairs so far: the primary ones together, the others each alone. A usual metric that the
 * old service did not have in the first pair, before any ratio was known, is left out; from then on one that is missing
 * is inconclusive, so that no result that fails to come turns anything into a pass.
 */
export function findingsOf(
  metrics: readonly VersusMetric[],
  pairs: readonly RunPair[],
  options: PairOptions,
): VersusFinding[] {
  const had = ({ id, declared }: VersusMetric) =>
    declared || pairs[0] === undefined || pairs[0].old.values[id] !== null;
  const cases = metrics.filter(had).map((metric) => ({
    metric,
    pairs: pairs.map((pair) => ({
      old: pair.old.values[metric.id] ?? null,
      new: pair.new.values[metric.id] ?? null,
    })),
  }));
  const primary = cases.filter(({ metric }) => metric.primary);
  const together = comparePairsTogether(primary, options);
  return cases.map(({ metric, pairs: values }) => {
    const at = primary.findIndex((one) => one.metric === metric);
    return { metric, decision: at < 0 ? comparePairs(metric, values, options) : together[at]! };
  });
}

/**
 * The verdict over all primary metrics; `more` where a further pair may bring one. Without a single number of speed
 * there is nothing to pass.
 */
export function verdictOf(findings: readonly VersusFinding[]): Verdict | 'more' {
  const primary = findings.filter(({ metric }) => metric.primary);
  const verdicts = primary.map(({ decision }) => decision.verdict);
  if (verdicts.includes('regressed')) return 'regressed';
  if (!primary.some(({ metric }) => metric.scale === 'ratio')) return 'inconclusive';
  return (['more', 'inconclusive', 'improved'] as const).find((one) => verdicts.includes(one)) ?? 'pass';
}
