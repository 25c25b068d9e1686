import { entriesOf, type Journal } from '../engine/journal.ts';
import type { Measured, PlannedBench } from './plan.ts';
import { rangeState, regressionState, wasOutsideBefore } from './states.ts';

/** The runs of one workload so far, in order. */
export const runsOf = (bench: PlannedBench, journal: Journal): Measured[] =>
  entriesOf(journal, 'measured')
    .map((entry) => entry.measured)
    .filter((one) => one.workload === bench.workload);

/**
 * What to measure next, given what was measured: another run while a primary criterion is open, or while something
 * speaks against the release on the word of a single run. Null when the findings stand, or one of them is proven to be a
 * regression: what the others would say changes nothing, and costs users one more load.
 */
export function nextMeasurement(bench: PlannedBench, journal: Journal): { run: number } | null {
  if (bench.withheld !== undefined) return null;
  const runs = runsOf(bench, journal);
  // Whoever was hurt once is not hurt again, to make sure.
  if (runs.some(({ stoppedBy }) => stoppedBy !== undefined)) return null;
  const valid = runs.filter((one) => one.status === 'valid');
  const next = { run: runs.length + 1 };
  if (runs.length - valid.length > bench.voidRuns) return null;
  if (valid.length < bench.runs.min) return next;
  if (valid.length >= bench.runs.max) return null;
  const states = bench.criteria
    .filter(({ primary }) => primary)
    .map((criterion) => ({
      range: wasOutsideBefore(bench, criterion) ? null : rangeState(bench, criterion, valid),
      regression: regressionState(bench, criterion, valid)?.state,
    }));
  if (states.some(({ regression }) => regression === 'regressed')) return null;
  const open = states.some(
    ({ range, regression }) =>
      range === 'unconfirmed' || regression === 'more' || regression === 'unconfirmed',
  );
  return open ? next : null;
}
