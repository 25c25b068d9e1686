import type { Verdict } from '../../../../load/judge/decide.ts';
import type { PairOptions } from '../../../../load/judge/pairs/judge-differences.ts';
import { orderOfPair, type Side } from '../../../../load/judge/pairs/order.ts';
import type { LoadLevel, LoadPlan } from '../../../../load/plan.ts';
import type { RunPair, VersusFinding } from './findings.ts';
import type { VersusOutcome } from './measure-pairs.ts';
import type { VersusMetric } from './metrics.ts';
import type { VersusRun } from './read-run.ts';

interface RunDocument {
  readonly started_at: string;
  readonly finished_at: string;
  readonly requests: number;
  readonly errors: number;
  /** By metric id; null where the run does not have it. */
  readonly values: VersusRun['values'];
}

interface PairDocument extends Readonly<Record<Side, RunDocument>> {
  /** From 1. */
  readonly pair: number;
  readonly order: readonly [Side, Side];
  /** New / old by metric id. */
  readonly ratios: Readonly<Record<string, number>>;
}

export interface MetricDocument {
  readonly id: string;
  readonly definition: string;
  readonly name: string;
  readonly level: LoadLevel | null;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** Primary metrics decide. */
  readonly primary: boolean;
  /** Geometric means over the pairs, of shares plain ones; null where a pair lacks it. */
  readonly old: number | null;
  readonly new: number | null;
  /** New / old with its interval; null for shares, and where nothing can be said. */
  readonly ratio: number | null;
  readonly ratio_interval: readonly [number, number] | null;
  /** Relative change, of shares the absolute one, with its interval; worse positive. */
  readonly effect: number | null;
  readonly effect_interval: readonly [number, number] | null;
  readonly verdict: Verdict | 'more';
  readonly reason: string;
}

/** What `seatrial bench --versus -o json` prints. */
export interface VersusDocument {
  readonly version: 1;
  readonly seatrial: string;
  readonly status: VersusOutcome['status'];
  readonly reason?: string;
  readonly protocol: string;
  readonly workload: string;
  readonly old: { readonly url: string };
  readonly new: { readonly url: string };
  readonly levels: readonly LoadLevel[];
  readonly seed: number;
  readonly warmup_s: number;
  readonly duration_s: number;
  readonly min_effect: number;
  readonly max_pairs: number;
  readonly verdict: Verdict;
  /** The verdict in a sentence, with the metric that decides. */
  readonly sentence: string;
  readonly metrics: readonly MetricDocument[];
  /** Percentiles that the runs were too short for, with the requests that a run needs. */
  readonly not_compared: readonly { readonly name: string; readonly needs: number }[];
  readonly pairs: readonly PairDocument[];
  readonly voided: readonly { readonly pair: number; readonly side: Side; readonly reason: string }[];
}

export function versusDocument(
  plans: Readonly<Record<Side, LoadPlan>>,
  metrics: readonly VersusMetric[],
  outcome: VersusOutcome,
  options: Required<Pick<PairOptions, 'minEffect' | 'maxPairs'>>,
  seatrial: string,
): VersusDocument {
  const { old: plan } = plans;
  const { status, reason, verdict, findings, pairs, voided } = outcome;
  return {
    version: 1,
    seatrial,
    status,
    ...(reason !== undefined && { reason }),
    protocol: plan.target.protocol,
    workload: plan.workload.name,
    old: { url: plan.target.url },
    new: { url: plans.new.target.url },
    levels: plan.levels,
    seed: plan.workload.seed,
    warmup_s: plan.warmupSeconds,
    duration_s: plan.measureSeconds,
    min_effect: options.minEffect,
    max_pairs: options.maxPairs,
    verdict,
    sentence: sentenceOf(outcome),
    metrics: pairs.length === 0 ? [] : findings.map((finding) => metricDocument(finding, pairs, plan)),
    not_compared: metrics.flatMap(({ id, name, primary }) => {
      const needs = pairs[0]?.old.needs[id];
      return primary && needs !== undefined ? [{ name, needs }] : [];
    }),
    pairs: pairs.map((pair, index) => pairDocument(pair, index, plan.workload.seed)),
    voided: voided.map((one) => ({ ...one, pair: one.pair + 1 })),
  };
}

/** Of the primary metrics with the overall verdict, the one that moved the most. */
function sentenceOf({ status, reason, verdict, findings }: VersusOutcome): string {
  if (status !== 'complete') return reason ?? 'not all of it was measured';
  const deciding = findings
    .filter(({ metric, decision }) => metric.primary && decision.verdict === verdict)
    .map(({ decision }) => decision)
    .toSorted((a, b) => Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0));
  return deciding[0]?.reason ?? 'the old service answered nothing that the new one could be compared by';
}

function metricDocument(
  { metric, decision }: VersusFinding,
  pairs: readonly RunPair[],
  plan: LoadPlan,
): MetricDocument {
  const { id, definition, name, level, unit, better, primary, scale } = metric;
  const { effect, interval, verdict, reason } = decision;
  const mean = (side: Side) =>
    meanOf(
      scale,
      pairs.map((pair) => pair[side].values[id] ?? null),
    );
  const ratio = (change: number) => (better === 'lower' ? 1 + change : 1 / (1 + change));
  const known = scale === 'ratio' && effect !== null && interval !== null;
  const ends = known ? interval.map(ratio).toSorted((a, b) => a - b) : null;
  return {
    id,
    definition,
    name,
    level: scale === 'share' ? null : plan.levels[level]!,
    unit,
    better,
    primary,
    old: mean('old'),
    new: mean('new'),
    ratio: known ? ratio(effect) : null,
    ratio_interval: ends && [ends[0]!, ends[1]!],
    effect,
    effect_interval: interval,
    verdict,
    reason,
  };
}

function meanOf(scale: VersusMetric['scale'], values: readonly (number | null)[]): number | null {
  const known = values.filter((one) => one !== null);
  if (known.length === 0 || known.length < values.length) return null;
  const average = (of: (one: number) => number) =>
    known.reduce((sum, one) => sum + of(one), 0) / known.length;
  return scale === 'share' ? average((one) => one) : Math.exp(average(Math.log));
}

function pairDocument(pair: RunPair, index: number, seed: number): PairDocument {
  const run = ({ startedAt, finishedAt, requests, failed, values }: VersusRun): RunDocument => ({
    started_at: startedAt,
    finished_at: finishedAt,
    requests,
    errors: failed,
    values,
  });
  const ratios = Object.entries(pair.new.values).flatMap(([id, value]) => {
    const before = pair.old.values[id];
    return value !== null && before ? [[id, value / before] as const] : [];
  });
  return {
    pair: index + 1,
    order: orderOfPair(seed, index),
    old: run(pair.old),
    new: run(pair.new),
    ratios: Object.fromEntries(ratios),
  };
}
