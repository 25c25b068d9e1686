import { entriesOf, type Journal } from '../engine/journal.ts';
import type { Measured, PlannedBench } from './plan.ts';
import { rangeState, regressionState, wasOutsideBefore } from './states.ts';

/** The runs of one workload so far, in order. */
export const runsOf = (bench: PlannedBench, journal: Journal): Measured[] =>
  entriesOf(journal, 'measured')
    .map((entry) => entry.measured)
    .filter((one) => one.workload === bench.workload);

/**
 * What to measure next, given what was measured: another run while a primary criterion is open, or while
 * something speaks against the release on the word of a single run. Null when the findings stand.
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
  const open = bench.criteria.some((criterion) => {
    if (!criterion.primary) return false;
    const range = wasOutsideBefore(bench, criterion) ? null : rangeState(bench, criterion, valid);
    const regression = regressionState(bench, criterion, valid);
    return range === 'unconfirmed' || regression?.state === 'more' || regression?.state === 'unconfirmed';
  });
  return open ? next : null;
}
