import { nextMeasurement } from '../../suites/bench/session.ts';
import { nextStep } from '../../suites/engine/next-step.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import {
  type BenchRow,
  benchRows,
  comparisonText,
  expectedText,
  valueText,
  weightiestFirst,
} from './bench.ts';
import type { Stage } from './stage.ts';
import { isPast, suiteState } from './suite-stage.ts';
import { isExplained, suspectLines } from './suspects.ts';
import { count, gpuName } from './text.ts';

type Bench = RunRecord['benches'][number];

/** A benchmark as a line: the criterion that matters most, and below it the rest. */
export function benchStage(record: RunRecord, bench: Bench): Stage {
  const { workload } = bench.plan;
  const step = nextStep(record.plan, record.journal);
  const running = step?.do === 'measure' && step.bench.workload === workload;
  const measured = bench.runs.length > 0 && nextMeasurement(bench.plan, record.journal) === null;
  const over = !running && (measured || isPast(record, 'release'));
  const results = record.results.filter((result) => result.check.startsWith(`bench.${workload}.`));
  const base = { key: `bench.${workload}`, label: record.benches.length > 1 ? `bench ${workload}` : 'bench' };
  const { withheld } = bench.plan;
  if (withheld !== undefined)
    return { ...base, state: suiteState(results), text: `not measured: ${withheld}`, details: [] };
  if (!over) {
    const progress = bench.runs.length > 0 ? `${count(bench.runs.length, 'run')} measured` : bench.plan.title;
    return { ...base, state: running ? 'running' : 'waiting', text: progress, details: runLines(bench) };
  }
  if (results.length === 0) return { ...base, state: 'skip', text: 'not run', details: [] };
  if (!bench.runs.some((run) => run.status === 'valid'))
    return {
      ...base,
      state: suiteState(results),
      text: `no run counted: ${bench.runs.at(-1)!.reason}`,
      details: runLines(bench).slice(0, -1),
    };
  const [first, ...others] = weightiestFirst(benchRows(bench)).filter((row) => row.criterion.primary);
  // A failure that something else explains condemns nobody.
  const state = suiteState(
    results.map((result) => (isExplained(result) ? { ...result, outcome: 'inconclusive' } : result)),
  );
  return {
    ...base,
    state,
    text: first ? rowText(first) : `${count(bench.runs.length, 'run')} measured`,
    details: [
      ...suspectLines(results, 3),
      ...(first?.criterion.expected ? [expectation(record, first)] : []),
      ...(state === 'pass' ? [] : others.filter((row) => speaksAgainst(row)).map(rowText)),
      summary(bench),
      ...voidLines(bench),
    ],
  };
}

const speaksAgainst = (row: BenchRow): boolean =>
  row.range === 'outside' ||
  (row.comparison !== null && !['pass', 'improved'].includes(row.comparison.state));

const rowText = (row: BenchRow): string =>
  [`${row.criterion.title}: ${valueText(row)}`, comparisonText(row) ?? row.comparison?.reason]
    .filter((text) => text !== undefined)
    .join(', ');

function expectation(record: RunRecord, row: BenchRow): string {
  const before = row.range === 'outside' && row.outsideBefore ? '; so were the accepted runs before' : '';
  const seen = row.range === 'outside' ? `outside${before}` : row.range === 'inside' ? 'inside' : 'not known';
  return `expected on ${gpuName(record.gpu.model)}: ${expectedText(row)}: ${seen}`;
}

function summary(bench: Bench): string {
  const valid = bench.runs.filter((run) => run.status === 'valid');
  const requests = valid.reduce((sum, run) => sum + run.requests, 0);
  const errors = valid.reduce((sum, run) => sum + run.errors, 0);
  const levels = new Set(bench.plan.criteria.map((one) => one.streamsPerGpu)).size;
  const failed = errors === 0 ? 'none failed' : `${errors} failed`;
  const baseline = bench.plan.baseline ? `baseline: ${bench.plan.baseline.origin}` : 'no baseline yet';
  return `${count(valid.length, 'run')} at ${count(levels, 'level')}, ${count(requests, 'request')}, ${failed}; ${baseline}`;
}

const voidLines = (bench: Bench): string[] =>
  bench.runs
    .filter((run) => run.status === 'void')
    .map((run) => `run ${run.run} did not count: ${run.reason}`);

/** One line per run measured so far: what it says about the first two criteria that decide. */
export function runLines(bench: Bench): string[] {
  const primary = bench.plan.criteria
    .filter((one) => one.primary)
    .sort((a, b) => b.streamsPerGpu - a.streamsPerGpu)
    .slice(0, 2);
  return bench.runs.map((run) => {
    if (run.status === 'void') return `run ${run.run} did not count: ${run.reason}`;
    const values = primary.flatMap((one) => {
      const scalar = run.scalars[one.id];
      return scalar ? [`${one.title} ${valueText({ criterion: one, values: [scalar.value] })}`] : [];
    });
    return `run ${run.run}: ${values.join(', ')}`;
  });
}
