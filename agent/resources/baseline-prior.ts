import { summarise } from '../../load/judge/accepted.ts';
import { fitPrior, type SpreadPrior } from '../../load/judge/moderate.ts';
import type { PodAge } from '../../suites/bench/baseline-store.ts';
import type { AcceptedRun, BaselineSpec } from './baseline.ts';
import { runsAt } from './baseline-runs.ts';

/** Fewer runs say nothing of a criterion's spread. */
const fewestRuns = 4;

/**
 * What is known of run-to-run spread beside a criterion's own runs, the better source first: a calibration, the runs of
 * the level before, and the compared runs themselves over all criteria. The criteria of one run share its luck, so that
 * together they know no more than that run does: `fitPrior`, which takes them for independent, is held to the runs' own
 * degrees of freedom. The compared runs count twice, in the criterion and in the prior: of theirs only half counts.
 */
export function priorOf(
  { calibration, before = [] }: BaselineSpec,
  compared: readonly AcceptedRun[],
  pods: PodAge,
): SpreadPrior | undefined {
  return calibration?.prior ?? spreadOf(runsAt(pods, before), 1) ?? spreadOf(compared, 1 / 2);
}

function spreadOf(runs: readonly AcceptedRun[], share: number): SpreadPrior | undefined {
  const values = Map.groupBy(
    runs.flatMap(({ scalars }) => Object.entries(scalars)),
    ([id]) => id,
  );
  const variances = [...values.values()]
    .map((entries) => entries.map(([, value]) => value))
    .filter((of) => of.length >= fewestRuns && of.every((value) => value > 0))
    .map((of) => summarise(of.map(Math.log), fewestRuns));
  const fitted = fitPrior(variances);
  return fitted && { s0: fitted.s0, d0: Math.min(fitted.d0, share * (runs.length - 1)) };
}
