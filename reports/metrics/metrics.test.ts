import { readFile } from 'node:fs/promises';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { type RunRecord, recordOf } from '../../suites/record/record.ts';
import { stored, storedNames } from '../testing/stored.ts';
import { catalogue, labels, type Metric } from './catalogue.ts';
import { metricsDocumentation } from './documentation.ts';
import { createMetrics } from './metrics.ts';

function filled(...records: RunRecord[]) {
  const registry = new Registry();
  const metrics = createMetrics(registry);
  for (const record of records) metrics.record(record);
  const sample = async (name: string, of: Record<string, string> = {}) => {
    const metric = (await registry.getMetricsAsJSON()).find((one) => one.name === name);
    return metric?.values.find((value) =>
      Object.entries(of).every(([key, wanted]) => value.labels[key] === wanted),
    )?.value;
  };
  return { registry, metrics, sample };
}

/** The unit of a criterion decides its metric, and no voyage has one without unit. */
function withRatio(record: RunRecord): RunRecord {
  const [bench] = record.benches;
  const criteria = bench!.plan.criteria.map((one) => ({ ...one, unit: 'ratio' }));
  return { ...record, trial: 'other/one', benches: [{ ...bench!, plan: { ...bench!.plan, criteria } }] };
}

test('what is exported is what the catalogue says, and all of it can have samples', async () => {
  const soaked = { ...stored('soaked'), trial: 'other/two' };
  const { registry } = filled(...storedNames.map(stored), withRatio(stored('rolled-back')), soaked);
  const exported = await registry.getMetricsAsJSON();
  const expected = Object.values<Metric>(catalogue);
  expect(exported.map((one) => one.name).sort()).toEqual(expected.map((one) => one.name).sort());
  for (const metric of exported) {
    const { help, type, labels: allowed } = expected.find((one) => one.name === metric.name)!;
    expect(metric).toMatchObject({ help, type });
    expect(metric.values.length, metric.name).toBeGreaterThan(0);
    for (const { labels: used } of metric.values)
      expect(
        Object.keys(used)
          .filter((label) => label !== 'le')
          .sort(),
        metric.name,
      ).toEqual([...allowed].sort());
  }
});

test('names end in their unit, and labels are of the bounded kind', () => {
  for (const { name, unit, labels: of, type, states } of Object.values<Metric>(catalogue)) {
    for (const label of of) expect(labels).toHaveProperty(label);
    if (type === 'counter') expect(name).toMatch(/_total$/);
    else if (unit === 'seconds') expect(name).toMatch(/_seconds$/);
    else if (unit === 'ratio') expect(name).toMatch(/_ratio$/);
    expect(unit === 'state').toBe(states !== undefined);
  }
});

test('no id, text or time becomes a label', async () => {
  const { registry } = filled(...storedNames.map(stored));
  const values = (await registry.getMetricsAsJSON()).flatMap((one) =>
    one.values.flatMap((value) => Object.values(value.labels)),
  );
  for (const value of values) {
    expect(String(value)).not.toMatch(/\s|2026-|9be1f04c/);
    expect(String(value).length).toBeLessThan(80);
  }
});

test('a run is counted once, however often it is told', async () => {
  const { metrics, sample } = filled(stored('rolled-back'));
  metrics.record(stored('rolled-back'));
  const trial = { trial: 'cartesia/cartesia' };
  expect(await sample('seatrial_runs_total', { ...trial, verdict: 'fail' })).toBe(1);
  expect(await sample('seatrial_rollbacks_total', { ...trial, outcome: 'done' })).toBe(1);
  expect(await sample('seatrial_signals_total', { ...trial, decision: 'rollback' })).toBe(1);
});

test('a run from before is shown, and not counted again', async () => {
  const { metrics, sample } = filled();
  metrics.restore(stored('rolled-back'));
  metrics.record(stored('rolled-back'));
  expect(await sample('seatrial_run_verdict', { verdict: 'fail' })).toBe(1);
  for (const counter of ['runs', 'rollbacks', 'signals'])
    expect(await sample(`seatrial_${counter}_total`)).toBeUndefined();
});

test('state sets name one state, times are seconds, and a regression has its size', async () => {
  const { sample } = filled(stored('rolled-back'));
  expect(await sample('seatrial_run_verdict', { verdict: 'fail' })).toBe(1);
  expect(await sample('seatrial_run_verdict', { verdict: 'pass' })).toBe(0);
  const point = { level: '8', definition: 'ttfa_p95' };
  expect(await sample('seatrial_bench_seconds', point)).toBeCloseTo(0.211, 3);
  expect(await sample('seatrial_bench_change_ratio', point)).toBeCloseTo(0.31, 2);
  expect(await sample('seatrial_bench_change_bound_ratio', { ...point, bound: 'lower' })).toBeCloseTo(
    0.29,
    2,
  );
});

test('series that a trial no longer has are removed when its next run ends, and all when it goes', async () => {
  const { registry, metrics, sample } = filled(stored('rolled-back'));
  const smoke = { suite: 'smoke', check: 'cartesia.tts-sse' };
  expect(await sample('seatrial_check_outcome', smoke)).toBe(1);
  metrics.record(stored('superseded'));
  expect(await sample('seatrial_check_outcome', smoke)).toBeUndefined();
  expect(await sample('seatrial_run_phase', { phase: 'Superseded' })).toBe(1);
  metrics.forget('cartesia/cartesia');
  const gauges = (await registry.getMetricsAsJSON()).filter((one) => (one.type as unknown) === 'gauge');
  expect(gauges.flatMap((one) => one.values)).toEqual([]);
});

test('docs/metrics.md is fresh', async () => {
  const file = new URL('../../docs/metrics.md', import.meta.url);
  expect(await readFile(file, 'utf8')).toBe(metricsDocumentation());
});

test('a release that is soaked has passed, whatever the run before it was', async () => {
  const { plan, journal } = stored('soaked');
  const accepted = journal.findIndex(({ kind }) => kind === 'accepted');
  const { sample } = filled(stored('rolled-back'), recordOf(plan, journal.slice(0, accepted + 3)));
  expect(await sample('seatrial_run_verdict', { verdict: 'pass' })).toBe(1);
  expect(await sample('seatrial_run_phase', { phase: 'Soaking' })).toBe(1);
  expect(await sample('seatrial_soak_runs', { status: 'valid' })).toBe(2);
  expect(await sample('seatrial_runs_total', { verdict: 'pass' })).toBeUndefined();
});
