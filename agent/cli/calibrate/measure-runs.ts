import { nextCalibrationRun } from '../../../suites/bench/calibration-session.ts';
import type { Measured, PlannedBench } from '../../../suites/bench/plan.ts';
import type { TrialActions } from '../../../suites/engine/actions.ts';
import type { RunPlan } from '../../../suites/engine/plan.ts';
import { occurrenceId } from '../../../suites/release/subject.ts';

export interface RunsToMeasure {
  readonly plan: RunPlan;
  readonly benches: readonly PlannedBench[];
  readonly actions: Pick<TrialActions, 'measure' | 'occurrence'>;
  /** Runs of each workload that are to count. */
  readonly wanted: number;
  /** Runs that are there already and count. */
  readonly kept: readonly Measured[];
  /** Called with each run before the next one begins. */
  readonly keep: (run: Measured) => Promise<void>;
  /** Shows one measurement while it goes on: the how manieth that is to count. */
  readonly show: (bench: PlannedBench, nth: number, work: () => Promise<Measured>) => Promise<Measured>;
}

export interface MeasuredRuns {
  readonly runs: readonly Measured[];
  /** Why there are fewer than wanted; null where there are enough. */
  readonly ended: string | null;
}

/** Measures one release again and again, by the engine of a trial. Rejects with the signal's reason. */
export async function measureRuns(
  { plan, benches, actions, wanted, kept, keep, show }: RunsToMeasure,
  signal: AbortSignal,
): Promise<MeasuredRuns> {
  const runs = [...kept];
  for (;;) {
    const step = nextCalibrationRun(benches, runs, wanted);
    if ('done' in step) return { runs, ended: null };
    if ('ended' in step) return { runs, ended: step.ended };
    const { bench, run } = step;
    const valid = runs.filter(({ workload, status }) => workload === bench.workload && status === 'valid');
    const measured = await show(bench, valid.length + 1, () => actions.measure(plan, bench, run, signal));
    const now = await actions.occurrence(signal, true);
    const { occurrence } = plan.subject;
    // What was measured while the release changed is of neither of the two.
    if (!now || occurrenceId(now) !== occurrenceId(occurrence))
      return { runs, ended: 'the release changed while it was calibrated' };
    runs.push(measured);
    await keep(measured);
  }
}
