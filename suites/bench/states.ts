import { type Decision, decide } from '../../load/judge/decide.ts';
import { decideTogether } from '../../load/judge/holm.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';

/** A verdict against a release stands on at least so many runs, where the plan allows as many. */
const runsToConfirm = (bench: PlannedBench): number => Math.min(2, bench.runs.max);

/** The criterion's value in each of the runs that have one. */
export const valuesOf = (criterion: Criterion, runs: readonly Measured[]): number[] =>
  runs.flatMap((run) => run.scalars[criterion.id]?.value ?? []);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const isOutside = (criterion: Criterion, value: number, limit: number): boolean =>
  criterion.better === 'lower' ? value > limit : value < limit;

/** Whether the accepted runs were outside the expected range already: then it is not this release that left it. */
export function wasOutsideBefore(bench: PlannedBench, criterion: Criterion): boolean {
  const accepted = bench.baseline?.scalars[criterion.id] ?? [];
  return (
    criterion.expected !== null &&
    accepted.length > 0 &&
    isOutside(criterion, median(accepted), criterion.expected.limit)
  );
}

/**
 * Where the runs lie against the expected limit; null where nothing is expected. Before the last run that the plan
 * allows, only agreement counts: one bad run among good ones asks for another, it condemns nobody.
 */
export function rangeState(
  bench: PlannedBench,
  criterion: Criterion,
  valid: readonly Measured[],
): 'inside' | 'outside' | 'unconfirmed' | 'no data' | null {
  const { expected } = criterion;
  if (!expected) return null;
  const values = valuesOf(criterion, valid);
  if (values.length === 0) return 'no data';
  const outside = values.filter((value) => isOutside(criterion, value, expected.limit)).length;
  if (outside === 0) return 'inside';
  if (values.length >= bench.runs.max) return outside > values.length / 2 ? 'outside' : 'inside';
  return outside === values.length && outside >= runsToConfirm(bench) ? 'outside' : 'unconfirmed';
}

export interface RegressionState {
  readonly state: 'regressed' | 'pass' | 'improved' | 'inconclusive' | 'more' | 'unconfirmed';
  readonly effect: number | null;
  readonly interval: readonly [number, number] | null;
  readonly reason: string;
}

/** The comparison with the accepted runs; null where there is no baseline or nothing is compared. */
export function regressionState(
  bench: PlannedBench,
  criterion: Criterion,
  valid: readonly Measured[],
): RegressionState | null {
  if (!isCompared(bench, criterion)) return null;
  const values = valuesOf(criterion, valid);
  if (!inAll(values, valid)) {
    const reason = 'a run had too few requests for this number';
    return { state: 'inconclusive', effect: null, interval: null, reason };
  }
  // A criterion that only tells is judged alone; those that decide are judged together, whichever is asked about.
  const family = criterion.primary
    ? bench.criteria.filter((one) => one.primary && isCompared(bench, one))
    : [criterion];
  const judged = decideTogether(
    family.map((one) => caseOf(bench, one, valid)),
    { ...priorOf(bench), maxRuns: bench.runs.max },
  )[family.findIndex(({ id }) => id === criterion.id)]!;
  const unconfirmed = judged.verdict === 'regressed' && values.length < runsToConfirm(bench);
  return { ...judged, state: unconfirmed ? 'unconfirmed' : judged.verdict };
}

/** Where the runs lie against the first accepted one; null where none is kept. It asks for no more runs. */
export function driftState(
  bench: PlannedBench,
  criterion: Criterion,
  valid: readonly Measured[],
): Decision | null {
  const anchor = bench.baseline?.anchor?.[criterion.id];
  if (anchor === undefined || !isCompared(bench, criterion)) return null;
  const { metric, baseline, candidate, minEffect } = caseOf(bench, criterion, valid);
  return decide(metric, baseline, candidate, { ...priorOf(bench), minEffect, anchor, maxRuns: 1 });
}

/** Whether a criterion has accepted runs to be compared with, and is to be. */
export const isCompared = (bench: PlannedBench, criterion: Criterion): boolean =>
  criterion.minEffect !== null && bench.baseline?.scalars[criterion.id] !== undefined;

const inAll = (values: readonly number[], runs: readonly Measured[]): boolean =>
  values.length === runs.length && values.length > 0;

/** A criterion that some run has no value of has none at all: the runs that have one may be the luckier ones. */
function caseOf(bench: PlannedBench, criterion: Criterion, valid: readonly Measured[]) {
  const values = valuesOf(criterion, valid);
  return {
    metric: { name: criterion.title, better: criterion.better },
    baseline: bench.baseline!.scalars[criterion.id]!,
    candidate: inAll(values, valid) ? values : [],
    minEffect: criterion.minEffect!,
  };
}

const priorOf = ({ baseline }: PlannedBench) => (baseline?.prior ? { prior: baseline.prior } : {});
