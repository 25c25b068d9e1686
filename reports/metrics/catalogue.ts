import { runPhase } from '../../suites/engine/phase.ts';
import { decision, outcome, verdict } from '../../suites/record/outcome.ts';

/** Labels with few values each: no ids, texts or times, so that series neither churn nor pile up. */
export const labels = {
  trial: 'namespace and name of the Trial, `namespace/name`; `namespace/release` for a run without one',
  platform: 'the profile, such as `cartesia`',
  suite: 'the checklist: `settle`, `verify`, `smoke`, `bench`, `soak`, `rollback`',
  check: 'the id of a check',
  workload: 'a benchmark by name, or a Deployment, StatefulSet or DaemonSet',
  level: 'streams per GPU',
  definition: 'what the number means: an id of `load/definitions.ts`, such as `ttfa_p95`',
  bound: 'the end of an interval: `lower` or `upper`',
  status: 'whether a benchmark run counted: `valid` or `void`',
  phase: 'a phase of a run',
  outcome: 'what a check answered, or how a rollback ended',
  verdict: 'what a run answered',
  decision: 'what is to be done about a release',
} as const;
export type Label = keyof typeof labels;

export interface Metric {
  readonly name: `seatrial_${string}`;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly Label[];
  /** `state` marks a state set: one series per value of its last label, 1 for the current one and 0 for the others. */
  readonly unit: 'seconds' | 'ratio' | '1/s' | 'count' | 'state' | 'bool';
  readonly states?: readonly string[];
  readonly buckets?: readonly number[];
}

const run = ['trial', 'platform'] as const;
const point = [...run, 'workload', 'level', 'definition'] as const;

/** Every metric that Seatrial exports: the source of the exporter, the documentation, dashboards and alerts. */
export const catalogue = {
  phase: {
    name: 'seatrial_run_phase',
    help: 'Phase of the latest run.',
    type: 'gauge',
    labels: [...run, 'phase'],
    unit: 'state',
    states: runPhase.options,
  },
  verdict: {
    name: 'seatrial_run_verdict',
    help: 'Verdict of the last finished run, or of the one that is soaked.',
    type: 'gauge',
    labels: [...run, 'verdict'],
    unit: 'state',
    states: verdict.options,
  },
  decision: {
    name: 'seatrial_run_decision',
    help: 'Decision of the last finished run, or of the one that is soaked.',
    type: 'gauge',
    labels: [...run, 'decision'],
    unit: 'state',
    states: decision.options,
  },
  needsHuman: {
    name: 'seatrial_run_needs_human',
    help: 'Whether the last finished run waits for a person.',
    type: 'gauge',
    labels: run,
    unit: 'bool',
  },
  started: {
    name: 'seatrial_run_started_timestamp_seconds',
    help: 'When the latest run started.',
    type: 'gauge',
    labels: run,
    unit: 'seconds',
  },
  finished: {
    name: 'seatrial_run_finished_timestamp_seconds',
    help: 'When the last finished run ended.',
    type: 'gauge',
    labels: run,
    unit: 'seconds',
  },
  lastDuration: {
    name: 'seatrial_run_last_duration_seconds',
    help: 'How long the last finished run took.',
    type: 'gauge',
    labels: run,
    unit: 'seconds',
  },
  duration: {
    name: 'seatrial_run_duration_seconds',
    help: 'How long runs took.',
    type: 'histogram',
    labels: [...run, 'verdict'],
    unit: 'seconds',
    buckets: [60, 120, 180, 300, 600, 900, 1800, 3600, 7200],
  },
  runs: {
    name: 'seatrial_runs_total',
    help: 'Finished runs.',
    type: 'counter',
    labels: [...run, 'verdict'],
    unit: 'count',
  },
  check: {
    name: 'seatrial_check_outcome',
    help: 'Outcome of a check in the latest run.',
    type: 'gauge',
    labels: [...run, 'suite', 'check', 'outcome'],
    unit: 'state',
    states: outcome.options,
  },
  checkDuration: {
    name: 'seatrial_check_duration_seconds',
    help: 'Time that all attempts of a check took in the latest run.',
    type: 'gauge',
    labels: [...run, 'suite', 'check'],
    unit: 'seconds',
  },
  checkAttempts: {
    name: 'seatrial_check_attempts',
    help: 'Attempts of a check in the latest run.',
    type: 'gauge',
    labels: [...run, 'suite', 'check'],
    unit: 'count',
  },
  benchSeconds: {
    name: 'seatrial_bench_seconds',
    help: 'Median over the valid runs of the latest benchmark, for definitions in time.',
    type: 'gauge',
    labels: point,
    unit: 'seconds',
  },
  benchRatio: {
    name: 'seatrial_bench_ratio',
    help: 'Median over the valid runs of the latest benchmark, for definitions without unit.',
    type: 'gauge',
    labels: point,
    unit: 'ratio',
  },
  benchRate: {
    name: 'seatrial_bench_per_second',
    help: 'Median over the valid runs of the latest benchmark, for definitions per second.',
    type: 'gauge',
    labels: point,
    unit: '1/s',
  },
  change: {
    name: 'seatrial_bench_change_ratio',
    help: 'Change of the latest benchmark against the accepted runs; 0.31 is 31 % worse, negative is better.',
    type: 'gauge',
    labels: point,
    unit: 'ratio',
  },
  changeBound: {
    name: 'seatrial_bench_change_bound_ratio',
    help: 'Interval of the change of the latest benchmark.',
    type: 'gauge',
    labels: [...point, 'bound'],
    unit: 'ratio',
  },
  changeLimit: {
    name: 'seatrial_bench_change_limit_ratio',
    help: 'The change that counts as a regression.',
    type: 'gauge',
    labels: point,
    unit: 'ratio',
  },
  benchRuns: {
    name: 'seatrial_bench_runs',
    help: 'Runs of the latest benchmark, by whether they counted.',
    type: 'gauge',
    labels: [...run, 'workload', 'status'],
    unit: 'count',
  },
  soakChange: {
    name: 'seatrial_soak_change_ratio',
    help: 'Change of the last runs of the latest soak against the accepted runs; 0.31 is 31 % worse, negative is better.',
    type: 'gauge',
    labels: point,
    unit: 'ratio',
  },
  soakRuns: {
    name: 'seatrial_soak_runs',
    help: 'Runs of the latest soak, by whether they counted.',
    type: 'gauge',
    labels: [...run, 'workload', 'status'],
    unit: 'count',
  },
  rolloutDuration: {
    name: 'seatrial_rollout_duration_seconds',
    help: 'How long the last rollout took to settle.',
    type: 'gauge',
    labels: run,
    unit: 'seconds',
  },
  rolloutLost: {
    name: 'seatrial_rollout_probe_failed_ratio',
    help: 'Share of probe requests that failed while the last release rolled out.',
    type: 'gauge',
    labels: run,
    unit: 'ratio',
  },
  rolloutLeast: {
    name: 'seatrial_rollout_least_available_ratio',
    help: 'Least share of the desired pods that was available while the last release rolled out.',
    type: 'gauge',
    labels: [...run, 'workload'],
    unit: 'ratio',
  },
  signals: {
    name: 'seatrial_signals_total',
    help: 'Decisions that were signalled.',
    type: 'counter',
    labels: [...run, 'decision'],
    unit: 'count',
  },
  signalPending: {
    name: 'seatrial_signal_pending',
    help: 'Whether a signal of the latest run is written down but not delivered.',
    type: 'gauge',
    labels: run,
    unit: 'bool',
  },
  rollbacks: {
    name: 'seatrial_rollbacks_total',
    help: 'Rollbacks, by how they ended.',
    type: 'counter',
    labels: [...run, 'outcome'],
    unit: 'count',
  },
} as const satisfies Record<string, Metric>;
export type MetricKey = keyof typeof catalogue;
