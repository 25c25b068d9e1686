import { fitPrior, moderate, type SpreadPrior } from '../../load/judge/moderate.ts';
import { type RunSpread, runSpread } from '../../load/judge/run-spread.ts';
import { type JudgePlan, type SmallestEffect, smallestEffect } from '../../load/judge/smallest-effect.ts';
import { unsteadySeries } from '../../load/judge/stationarity.ts';
import type { Calibration } from './calibration.ts';
import { fewestRuns } from './calibration-session.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';

/** What A/A runs say of one criterion and the threshold that is asked of it. */
export interface CalibratedCriterion {
  readonly criterion: Criterion;
  /** The smallest relative change for the worse that is to be a regression. */
  readonly threshold: number;
  /** How a release will be judged by it. */
  readonly judged: JudgePlan;
  /** Null where too few runs have the number. */
  readonly measured: {
    readonly spread: RunSpread;
    /** Nothing smaller can be held as a threshold. */
    readonly smallest: SmallestEffect;
  } | null;
  /** One sentence where the runs were not steady. */
  readonly unsteady: string | null;
  readonly state: 'held' | 'refused' | 'unsteady' | 'unknown';
}

export interface CalibratedWorkload {
  readonly bench: PlannedBench;
  /** Runs that count. */
  readonly runs: number;
  readonly criteria: readonly CalibratedCriterion[];
  /** Null below eight runs that count. */
  readonly calibration: Calibration | null;
}

/** Accepted runs that a baseline keeps. */
const mostAccepted = 20;
/** Probability of a false regression in a whole release, as the verdict rules have it. */
const alpha = 0.05;

/**
 * Works out what the runs of one release say of its workload. The effects hold for a baseline of as many accepted runs as
 * were measured here, 20 at most, and for primary criteria in the worst case of Holm: only one of them has changed.
 */
export function calibrate(
  bench: PlannedBench,
  measured: readonly Measured[],
  asked?: number | undefined,
): CalibratedWorkload {
  const valid = measured.filter(({ workload, status }) => workload === bench.workload && status === 'valid');
  const compared = bench.criteria.filter(({ minEffect }) => minEffect !== null);
  const series = Object.fromEntries(
    compared.map(({ id }) => [id, valid.map(({ scalars }) => positive(scalars[id]?.value))]),
  );
  const unsteady = unsteadySeries(series);
  const spreads = new Map(
    compared.flatMap(({ id }) => {
      const values = series[id]!.filter((value) => value !== null);
      return values.length >= fewestRuns ? [[id, runSpread(values)]] : [];
    }),
  );
  const prior = priorOf(
    [...spreads].flatMap(([id, spread]) => (unsteady.has(id) ? [] : [spread])),
    valid.length,
  );
  const primaries = compared.filter(({ primary }) => primary).length;
  const criteria = compared.map((criterion): CalibratedCriterion => {
    const judged: JudgePlan = {
      accepted: Math.min(mostAccepted, valid.length),
      maxRuns: bench.runs.max,
      confirmedBy: Math.min(2, bench.runs.max),
      alpha: criterion.primary ? alpha / primaries : alpha,
      prior,
    };
    const threshold = asked ?? criterion.minEffect!;
    const words = unsteady.get(criterion.id)?.words ?? null;
    const spread = spreads.get(criterion.id);
    const known = { criterion, threshold, judged, unsteady: words };
    if (!spread) return { ...known, measured: null, state: 'unknown' };
    const smallest = smallestEffect(moderate(spread, prior).spread, judged);
    const held = threshold >= smallestOf(smallest);
    const state = words !== null ? 'unsteady' : held ? 'held' : 'refused';
    return { ...known, measured: { spread, smallest }, state };
  });
  const calibration =
    valid.length >= fewestRuns
      ? calibrationOf(valid.at(-1)!.finishedAt, valid.length, criteria, prior)
      : null;
  return { bench, runs: valid.length, criteria, calibration };
}

/** The least threshold that can be held: a release as bad as it is found, and one that has not changed passes. */
export const smallestOf = ({ found, ruledOut }: SmallestEffect): number => Math.max(found, ruledOut);

/** Over the steady criteria of all workloads: for `seatrial judge --prior`. */
export function commonPrior(workloads: readonly CalibratedWorkload[]): SpreadPrior | undefined {
  const spreads = workloads.flatMap(({ criteria }) =>
    criteria.flatMap(({ measured, unsteady }) => (measured && unsteady === null ? [measured.spread] : [])),
  );
  return priorOf(spreads, Math.max(0, ...workloads.map(({ runs }) => runs)));
}

/** The criteria of one run share its luck: together they know no more of the spread than that many runs do. */
function priorOf(spreads: readonly RunSpread[], runs: number): SpreadPrior | undefined {
  const fitted = fitPrior(spreads);
  return fitted && { s0: fitted.s0, d0: Math.min(fitted.d0, runs - 1) };
}

function calibrationOf(
  at: string,
  runs: number,
  criteria: readonly CalibratedCriterion[],
  prior: SpreadPrior | undefined,
): Calibration {
  const entries = criteria.flatMap(({ criterion, measured, unsteady }) => {
    if (!measured) return [];
    const { spread, df } = measured.spread;
    const smallest = smallestOf(measured.smallest);
    return [[criterion.id, { spread, df, smallestEffect: smallest, ...(unsteady && { unsteady }) }] as const];
  });
  return { at, runs, criteria: Object.fromEntries(entries), ...(prior && { prior }) };
}

/** Zero and less have no logarithm: such a number is not compared by its ratio. */
const positive = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
