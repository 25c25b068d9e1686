import type { Finding } from '../record/finding.ts';
import type { Gate } from '../record/outcome.ts';
import { driftFinding, rangeFinding, regressionFinding } from './findings.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';
import { isCompared, median, wasOutsideBefore } from './states.ts';

/** A result that a benchmark owes, and how it is found once the runs are there. */
interface Owed {
  readonly check: string;
  readonly title: string;
  readonly gate: Gate;
  readonly criterion: Criterion;
  /** What the value is not to be beyond. */
  readonly limit: number;
  readonly find: (valid: readonly Measured[]) => Finding;
}

/**
 * The results that a benchmark owes: 'outside the expected range' and 'regressed' are two findings with two texts, and
 * that many accepted releases have crept away from the first is a third, which never decides.
 */
export function owedByBench(bench: PlannedBench): Owed[] {
  return bench.criteria.flatMap((criterion) => [
    ...rangeOwed(bench, criterion),
    ...regressionOwed(bench, criterion),
    ...driftOwed(bench, criterion),
  ]);
}

function rangeOwed(bench: PlannedBench, criterion: Criterion): Owed[] {
  if (!criterion.expected) return [];
  return [
    {
      check: `${checkOf(bench, criterion)}.range`,
      title: `${criterion.title}, expected range`,
      gate: !criterion.primary || wasOutsideBefore(bench, criterion) ? 'advisory' : bench.gate,
      criterion,
      limit: criterion.expected.limit,
      find: (valid) => rangeFinding(bench, criterion, valid),
    },
  ];
}

function regressionOwed(bench: PlannedBench, criterion: Criterion): Owed[] {
  if (!isCompared(bench, criterion)) return [];
  return [
    {
      check: `${checkOf(bench, criterion)}.regression`,
      title: `${criterion.title}, against the baseline`,
      gate: criterion.primary ? bench.gate : 'advisory',
      criterion,
      limit: beyond(criterion, median(bench.baseline!.scalars[criterion.id]!)),
      find: (valid) => regressionFinding(bench, criterion, valid),
    },
  ];
}

function driftOwed(bench: PlannedBench, criterion: Criterion): Owed[] {
  const anchor = bench.baseline?.anchor?.[criterion.id];
  if (anchor === undefined || !isCompared(bench, criterion)) return [];
  return [
    {
      check: `${checkOf(bench, criterion)}.drift`,
      title: `${criterion.title}, against the first accepted run`,
      gate: 'advisory',
      criterion,
      limit: beyond(criterion, anchor),
      find: (valid) => driftFinding(bench, criterion, anchor, valid),
    },
  ];
}

const checkOf = (bench: PlannedBench, criterion: Criterion): string =>
  `bench.${bench.workload}.${criterion.id}`;

/** A value that is worse by just as much as counts. */
const beyond = ({ better, minEffect }: Criterion, value: number): number =>
  better === 'lower' ? value * (1 + minEffect!) : value / (1 + minEffect!);
