import type { Measured, PlannedBench } from './plan.ts';

/** Fewer runs say too little about their spread. */
export const fewestRuns = 8;
export const mostRuns = 50;

/** What an A/A calibration does next: another run of the same release, or nothing more, and why where that is early. */
export type CalibrationStep =
  | { readonly bench: PlannedBench; readonly run: number }
  | { readonly done: true }
  | { readonly ended: string };

/**
 * One run of each workload after another, so that the runs of each stretch over the whole time. Void runs are measured
 * again, half as many as are wanted at most; a load that a guard ended is not made again.
 */
export function nextCalibrationRun(
  benches: readonly PlannedBench[],
  measured: readonly Measured[],
  wanted: number,
): CalibrationStep {
  const stopped = measured.find(({ stoppedBy }) => stoppedBy !== undefined);
  if (stopped) return { ended: `${stopped.workload}: ${stopped.reason}` };
  const open = benches
    .map((bench) => {
      const runs = measured.filter(({ workload }) => workload === bench.workload);
      return { bench, runs, valid: runs.filter(({ status }) => status === 'valid').length };
    })
    .filter(({ valid }) => valid < wanted)
    .toSorted((a, b) => a.runs.length - b.runs.length);
  const spent = open.find(({ runs, valid }) => runs.length - valid > wanted / 2);
  if (spent) {
    const { bench, runs, valid } = spent;
    const last = runs.findLast(({ status }) => status === 'void')!;
    return {
      ended: `${bench.workload}: ${runs.length - valid} of ${runs.length} runs did not count, the last: ${last.reason}`,
    };
  }
  const next = open[0];
  if (!next) return { done: true };
  return { bench: next.bench, run: Math.max(0, ...next.runs.map(({ run }) => run)) + 1 };
}
