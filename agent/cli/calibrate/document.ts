import type { SpreadPrior } from '../../../load/judge/moderate.ts';
import { type CalibratedWorkload, commonPrior, smallestOf } from '../../../suites/bench/calibrate.ts';
import type { Calibration } from '../../../suites/bench/calibration.ts';
import { troubleWith } from '../../../suites/bench/calibration-words.ts';
import type { Subject } from '../../../suites/release/subject.ts';

/** What `seatrial calibrate -o json` prints; relative numbers on the log scale for spreads, as changes for effects. */
export interface CalibrationDocument {
  readonly version: 1;
  readonly code: string;
  readonly platform: string;
  readonly namespace: string;
  readonly release: string;
  readonly tag: string | null;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** Why it ended early; null where all runs were measured. */
  readonly ended: string | null;
  readonly workloads: readonly WorkloadDocument[];
  /** Over the steady criteria of all workloads; null below three. */
  readonly prior: SpreadPrior | null;
  /** The same, as `seatrial judge --prior` takes it. */
  readonly judgePrior: string | null;
}

interface WorkloadDocument {
  readonly workload: string;
  readonly key: string;
  readonly runs: number;
  readonly maxRuns: number;
  readonly criteria: readonly CriterionDocument[];
  /** As a Baseline keeps it; null below eight runs that count. */
  readonly calibration: Calibration | null;
}

interface CriterionDocument {
  readonly id: string;
  readonly title: string;
  readonly primary: boolean;
  readonly state: 'held' | 'refused' | 'unsteady' | 'unknown';
  readonly threshold: number;
  readonly spread: number | null;
  readonly spreadInterval: readonly [number, number] | null;
  readonly smallestEffect: number | null;
  /** The smallest threshold at which a release that has not changed passes in four of five cases. */
  readonly smallestRuledOut: number | null;
  readonly trouble: string | null;
}

export function calibrationDocument(
  workloads: readonly CalibratedWorkload[],
  ended: string | null,
  {
    subject,
    platform,
    code,
  }: { readonly subject: Subject; readonly platform: string; readonly code: string },
): CalibrationDocument {
  const prior = commonPrior(workloads) ?? null;
  return {
    version: 1,
    code,
    platform,
    namespace: subject.namespace,
    release: subject.release,
    tag: subject.tag,
    verdict: verdictOf(workloads, ended),
    ended,
    workloads: workloads.map(workloadDocument),
    prior,
    judgePrior: prior && `${Number(prior.s0.toPrecision(4))},${Number(prior.d0.toPrecision(4))}`,
  };
}

/** A threshold that cannot be held fails; what is not known of a criterion that decides leaves it open. */
function verdictOf(
  workloads: readonly CalibratedWorkload[],
  ended: string | null,
): CalibrationDocument['verdict'] {
  const states = workloads.flatMap(({ criteria }) =>
    criteria.filter(({ criterion }) => criterion.primary).map(({ state }) => state),
  );
  if (states.includes('refused')) return 'fail';
  return ended === null && states.length > 0 && states.every((state) => state === 'held')
    ? 'pass'
    : 'inconclusive';
}

const workloadDocument = ({ bench, runs, criteria, calibration }: CalibratedWorkload): WorkloadDocument => ({
  workload: bench.workload,
  key: bench.baselineKey,
  runs,
  maxRuns: bench.runs.max,
  criteria: criteria.map((calibrated) => {
    const { criterion, state, threshold, measured } = calibrated;
    return {
      id: criterion.id,
      title: criterion.title,
      primary: criterion.primary,
      state,
      threshold,
      spread: measured?.spread.spread ?? null,
      spreadInterval: measured?.spread.interval ?? null,
      smallestEffect: measured && smallestOf(measured.smallest),
      smallestRuledOut: measured?.smallest.ruledOut ?? null,
      trouble: troubleWith(calibrated),
    };
  }),
  calibration,
});
