import type { Registry } from 'prom-client';
import { soakBenches, soakStates } from '../../suites/bench/soak.ts';
import { median } from '../../suites/bench/states.ts';
import { lastOf } from '../../suites/engine/journal.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import { type BenchRow, benchRows } from '../view/bench.ts';
import { secondsBetween } from '../view/text.ts';
import type { MetricKey } from './catalogue.ts';
import { createSeries, type LabelValues, type Series } from './series.ts';

/** The metrics of all runs that a process has seen. */
export interface Metrics {
  /** Takes a run's state, at any moment of it and as often as one likes: a run is counted once. */
  record(record: RunRecord): void;
  /** Shows a run that began before this process did: what had happened of it is not counted again. */
  restore(record: RunRecord): void;
  /** Drops the series of a trial that is no more. */
  forget(trial: string): void;
}

const remembered = 1000;

/** Registers the catalogue and answers what fills it. */
export function createMetrics(registry: Registry): Metrics {
  const series = createSeries(registry);
  const counted = new Set<string>();
  const once = (id: string): boolean => {
    if (counted.has(id)) return false;
    counted.add(id);
    if (counted.size > remembered) counted.delete(counted.values().next().value!);
    return true;
  };
  const metrics: Metrics = {
    restore(record) {
      if (record.finishedAt) once(record.id);
      if (record.signal?.receipts.length) once(`${record.id} signal`);
      if (record.rollback && record.rollback.outcome !== 'running') once(`${record.id} rollback`);
      metrics.record(record);
    },
    record(record) {
      const trial = trialOf(record);
      const run: LabelValues = { trial, platform: record.platform };
      latest(series, run, record);
      checks(series, run, record);
      for (const bench of record.benches) benchmark(series, run, bench);
      soak(series, run, record);
      if (record.finishedAt || record.phase === 'Soaking') judged(series, run, record);
      if (record.finishedAt) ended(series, run, record, record.finishedAt, once);
      if (record.signal?.receipts.length && once(`${record.id} signal`))
        series.count('signals', { ...run, decision: record.decision ?? 'hold' });
      if (record.rollback && record.rollback.outcome !== 'running' && once(`${record.id} rollback`))
        series.count('rollbacks', { ...run, outcome: record.rollback.outcome });
      if (record.finishedAt) series.sweep(trial);
    },
    forget(trial) {
      series.sweep(trial);
      series.sweep(trial);
    },
  };
  return metrics;
}

const trialOf = (record: RunRecord): string => record.trial ?? `${record.namespace}/${record.release}`;

function latest(series: Series, run: LabelValues, record: RunRecord): void {
  series.state('phase', run, 'phase', record.phase);
  series.set('started', run, Date.parse(record.startedAt) / 1000);
  const queued = lastOf(record.journal, 'signal-queued');
  series.set('signalPending', run, queued && !lastOf(record.journal, 'signal-delivered') ? 1 : 0);
  const { rollout } = record;
  if (!rollout) return;
  series.set('rolloutDuration', run, rollout.seconds);
  if (rollout.probe && rollout.probe.requests > 0)
    series.set('rolloutLost', run, (rollout.probe.failed + rollout.probe.cut) / rollout.probe.requests);
  for (const [workload, { available, desired }] of Object.entries(rollout.leastAvailable))
    if (desired > 0) series.set('rolloutLeast', { ...run, workload }, available / desired);
}

function checks(series: Series, run: LabelValues, record: RunRecord): void {
  for (const result of [...record.results, ...(record.rollback?.results ?? [])]) {
    const rolledBack = !record.results.includes(result);
    const check = { ...run, suite: rolledBack ? 'rollback' : result.suite, check: result.check };
    const seconds = result.attempts.reduce(
      (sum, one) => sum + secondsBetween(one.startedAt, one.finishedAt),
      0,
    );
    series.state('check', check, 'outcome', result.outcome);
    series.set('checkDuration', check, seconds);
    series.set('checkAttempts', check, result.attempts.length);
  }
}

function benchmark(series: Series, run: LabelValues, bench: RunRecord['benches'][number]): void {
  const { workload } = bench.plan;
  for (const status of ['valid', 'void'] as const) {
    const runs = bench.runs.filter((one) => one.status === status).length;
    series.set('benchRuns', { ...run, workload, status }, runs);
  }
  for (const row of benchRows(bench)) point(series, { ...run, workload }, row);
}

function soak(series: Series, run: LabelValues, { plan, journal }: RunRecord): void {
  for (const { bench, looks } of soakBenches(plan, journal))
    for (const status of ['valid', 'void'] as const)
      series.set(
        'soakRuns',
        { ...run, workload: bench.workload, status },
        looks.filter((one) => one.status === status).length,
      );
  for (const { workload, criterion, effect } of soakStates(plan, journal)) {
    const labels = { workload, level: String(criterion.streamsPerGpu), definition: criterion.definition };
    if (effect !== null) series.set('soakChange', { ...run, ...labels }, effect);
  }
}

function point(series: Series, of: LabelValues, { criterion, values, comparison }: BenchRow): void {
  const labels = { ...of, level: String(criterion.streamsPerGpu), definition: criterion.definition };
  if (values.length > 0) {
    const { key, factor } = valueMetric(criterion.unit);
    series.set(key, labels, median(values) * factor);
  }
  if (criterion.minEffect !== null) series.set('changeLimit', labels, criterion.minEffect);
  if (comparison?.effect == null || comparison.interval === null) return;
  series.set('change', labels, comparison.effect);
  series.set('changeBound', { ...labels, bound: 'lower' }, comparison.interval[0]);
  series.set('changeBound', { ...labels, bound: 'upper' }, comparison.interval[1]);
}

/** Prometheus speaks in base units, one per metric. */
function valueMetric(unit: string): { key: MetricKey; factor: number } {
  if (unit === 'ms') return { key: 'benchSeconds', factor: 1 / 1000 };
  return { key: unit === 'ratio' ? 'benchRatio' : 'benchRate', factor: 1 };
}

/** A release that is soaked has passed: nobody waits hours to hear so. */
function judged(series: Series, run: LabelValues, record: RunRecord): void {
  series.state('verdict', run, 'verdict', record.verdict ?? 'inconclusive');
  series.state('decision', run, 'decision', record.decision ?? 'hold');
  series.set('needsHuman', run, record.needsHuman === null ? 0 : 1);
}

function ended(
  series: Series,
  run: LabelValues,
  record: RunRecord,
  finishedAt: string,
  once: (id: string) => boolean,
): void {
  const verdict = record.verdict ?? 'inconclusive';
  const seconds = secondsBetween(record.startedAt, finishedAt);
  series.set('finished', run, Date.parse(finishedAt) / 1000);
  series.set('lastDuration', run, seconds);
  if (!once(record.id)) return;
  series.count('runs', { ...run, verdict });
  series.observe('duration', { ...run, verdict }, seconds);
}
