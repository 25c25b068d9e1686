import { decide } from '../../load/judge/decide.ts';
import type { Suspect } from '../record/suspect.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';
import { fewestLooks } from './soak-policy.ts';
import { median, type RegressionState, valuesOf } from './states.ts';
import { suspectsOf } from './suspects.ts';

/** Probability of a false alarm in a whole soak: over all of its looks, moments and criteria. */
const falseAlarms = 0.05;

/** Runs that are judged together at most: what began hours into a soak is not drowned in what was before. */
const span = 6;

/** What is left of it for one criterion and one moment at which a change may begin and can still be proven. */
export const alphaOfOne = (looks: number, criteria: number): number =>
  falseAlarms / ((looks - fewestLooks + 1) * criteria);

/** What a soak's runs say about one criterion. */
export interface SoakFinding extends Omit<RegressionState, 'state'> {
  readonly criterion: Criterion;
  readonly state: 'regressed' | 'pass' | 'improved' | 'inconclusive';
  /** What they are compared with. */
  readonly accepted: readonly number[];
  /** The runs that it is said of: the last ones, and where it regressed those since it had. */
  readonly runs: readonly Measured[];
  /** What besides the release could explain it; then it is no regression. */
  readonly suspects: readonly Suspect[];
}

/**
 * For each moment at which a change may have begun, the runs since then against the accepted ones: the bound of a
 * moment is exact over its looks (`load/judge/looks.ts`), and the moments share alpha in equal parts (Bonferroni). So
 * one answer holds for all looks of the soak, what begins late is not drowned in what was before, and it takes
 * `fewestLooks` slow runs to speak against a release: a hiccup condemns nobody.
 */
export function soakFinding(
  bench: PlannedBench,
  criterion: Criterion,
  limit: number,
  valid: readonly Measured[],
  alpha: number,
): SoakFinding {
  const { prior, scalars } = bench.baseline!;
  const accepted = scalars[criterion.id]!;
  const halfway = Math.sqrt(limit * median(accepted));
  const judged = (count: number) => {
    const runs = valid.slice(-count);
    const values = valuesOf(criterion, runs);
    const decision = decide(
      { name: criterion.title, better: criterion.better },
      accepted,
      values.length < runs.length ? [] : values,
      { minEffect: criterion.minEffect!, alpha, maxRuns: span, ...(prior && { prior }) },
    );
    const slow = values.filter((value) => isWorse(criterion, value, halfway)).length;
    const regressed = decision.verdict === 'regressed' && slow >= fewestLooks;
    const suspects = regressed ? suspectsOf(bench, criterion, runs, limit) : [];
    return { ...decision, runs, regressed, suspects };
  };
  const whole = judged(Math.min(span, valid.length));
  const windows = [whole];
  for (let count = whole.runs.length - 1; count >= fewestLooks; count--) windows.push(judged(count));
  // The surest of them says best when it began.
  const proven = windows
    .filter(({ regressed, suspects }) => regressed && suspects.length === 0)
    .sort((a, b) => a.p! - b.p!)[0];
  const { verdict, effect, interval, reason, runs, suspects } = proven ?? whole;
  const state = proven
    ? 'regressed'
    : verdict === 'pass' || verdict === 'improved'
      ? verdict
      : 'inconclusive';
  return { criterion, accepted, state, effect, interval, reason, runs, suspects };
}

const isWorse = ({ better }: Criterion, value: number, than: number): boolean =>
  better === 'lower' ? value > than : value < than;
