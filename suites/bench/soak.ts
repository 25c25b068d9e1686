import { entriesOf, type Journal } from '../engine/journal.ts';
import type { RunPlan } from '../engine/plan.ts';
import { type PodAge, podAgeOf } from './baseline-store.ts';
import { owedByBench } from './owed.ts';
import type { Measured, PlannedBench } from './plan.ts';
import { runsOf } from './session.ts';
import { alphaOfOne, type SoakFinding, soakFinding } from './soak-finding.ts';

/** A benchmark of a soak, with its runs so far. */
export interface SoakBench {
  readonly bench: PlannedBench;
  /** In order, void ones too. */
  readonly looks: readonly Measured[];
  /** The number of the next run: no two runs of a benchmark have the same, so that a load Job is found again. */
  readonly nextRun: number;
  /** Why it is not measured again although there is time; null: it is. */
  readonly stopped: string | null;
}

/** The benchmarks of a soak as they stand; none where there is no soak. */
export function soakBenches(plan: RunPlan, journal: Journal): SoakBench[] {
  return (plan.soak?.benches ?? []).map(({ workload, mostRuns }) => {
    const bench = plan.bench.find((one) => one.workload === workload)!;
    const looks = entriesOf(journal, 'soaked')
      .map(({ measured }) => measured)
      .filter((measured) => measured.workload === workload);
    const runs = [...runsOf(bench, journal), ...looks];
    return { bench, looks, nextRun: runs.length + 1, stopped: stoppedBy(runs, mostRuns) };
  });
}

function stoppedBy(runs: readonly Measured[], mostRuns: number | null): string | null {
  // A window that is closed now opens again; whoever was hurt once is not hurt again.
  const stop = runs.find((run) => run.stoppedBy !== undefined && run.stoppedBy !== 'windows');
  if (stop) return stop.reason;
  const made = runs.filter(({ startedAt, finishedAt }) => startedAt !== finishedAt);
  return mostRuns !== null && made.length >= mostRuns ? 'the budget allows no more runs' : null;
}

/** A finding of a soak, and what it is about. */
export interface SoakState extends SoakFinding {
  readonly workload: string;
  /** Of the pods: what has just started is not compared with what had been up for long. */
  readonly age: PodAge;
  /** False: there are no accepted runs of pods as old, so that these were compared with those of younger ones. */
  readonly sameAge: boolean;
}

/** Every criterion that decides and has accepted runs to be compared with, as it stands, for each age of the pods. */
export function soakStates(plan: RunPlan, journal: Journal): SoakState[] {
  const { soak } = plan;
  if (!soak) return [];
  const benches = soakBenches(plan, journal);
  const deciding = benches.flatMap(({ bench }) => bench.criteria).filter(({ primary }) => primary).length;
  const alpha = alphaOfOne(soak.looks, deciding);
  return benches.flatMap(({ bench, looks }) => {
    const settled = soak.benches.find(({ workload }) => workload === bench.workload)!.settled;
    return (['fresh', 'settled'] as const).flatMap((age) => {
      const runs = looks.filter((run) => run.status === 'valid' && podAgeOf(run) === age);
      if (runs.length === 0) return [];
      const own = age === 'fresh' ? bench.baseline : settled;
      const compared = { ...bench, baseline: own ?? bench.baseline };
      return owedByBench(compared)
        .filter(({ check, criterion }) => check.endsWith('.regression') && criterion.primary)
        .map(({ criterion, limit }) => ({
          ...soakFinding(compared, criterion, limit, runs, alpha),
          workload: bench.workload,
          age,
          sameAge: own !== null,
        }));
    });
  });
}
