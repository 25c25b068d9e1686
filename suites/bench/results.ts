import type { Journal } from '../engine/journal.ts';
import { type Finding, fail, inconclusive, pass, skip } from '../record/finding.ts';
import type { Gate } from '../record/outcome.ts';
import type { Result } from '../record/result.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';
import { nextMeasurement, runsOf } from './session.ts';
import { median, rangeState, regressionState, valuesOf, wasOutsideBefore } from './states.ts';

const suite = 'bench';

interface Owed {
  readonly check: string;
  readonly title: string;
  readonly gate: Gate;
  readonly find: (valid: readonly Measured[]) => Finding;
}

const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
const percent = (share: number): string => `${(Math.abs(share) * 100).toFixed(0)} %`;

/** The results that a benchmark owes: 'outside the expected range' and 'regressed' are two findings with two texts. */
export function owedByBench(bench: PlannedBench): Owed[] {
  return bench.criteria.flatMap((criterion) => {
    const check = `bench.${bench.workload}.${criterion.id}`;
    const advisory = !criterion.primary;
    const range: Owed = {
      check: `${check}.range`,
      title: `${criterion.title}, expected range`,
      gate: advisory || wasOutsideBefore(bench, criterion) ? 'advisory' : bench.gate,
      find: (valid) => rangeFinding(bench, criterion, valid),
    };
    const regression: Owed = {
      check: `${check}.regression`,
      title: `${criterion.title}, against the baseline`,
      gate: advisory ? 'advisory' : bench.gate,
      find: (valid) => regressionFinding(bench, criterion, valid),
    };
    const compared = criterion.minEffect !== null && bench.baseline?.scalars[criterion.id] !== undefined;
    return [...(criterion.expected ? [range] : []), ...(compared ? [regression] : [])];
  });
}

/** A benchmark's results, once nothing more is to be measured. */
export function benchResults(bench: PlannedBench, journal: Journal): Result[] {
  if (bench.withheld !== undefined) return withheldResults(bench, bench.withheld);
  const runs = runsOf(bench, journal);
  if (runs.length === 0 || nextMeasurement(bench, journal)) return [];
  const valid = runs.filter((run) => run.status === 'valid');
  const startedAt = runs[0]!.startedAt;
  const finishedAt = runs.at(-1)!.finishedAt;
  return owedByBench(bench).map(({ check, title, gate, find }) => {
    const found = valid.length === 0 ? inconclusive(`no run counted: ${runs.at(-1)!.reason}`) : find(valid);
    return {
      ...found,
      suite,
      check,
      title,
      gate,
      blames: 'release',
      attempts: [{ ...found, startedAt, finishedAt }],
    };
  });
}

/** A benchmark that the policy leaves no room for owes its results all the same: whoever reads sees what is not known. */
function withheldResults(bench: PlannedBench, reason: string): Result[] {
  return owedByBench(bench).map(({ check, title, gate }) => {
    const found = skip(`not measured: ${reason}`);
    return { ...found, suite, check, title, gate, blames: 'release', attempts: [] };
  });
}

function measuresOf(criterion: Criterion, valid: readonly Measured[]) {
  return valid.flatMap((run) => {
    const scalar = run.scalars[criterion.id];
    return scalar ? [{ definition: criterion.definition, unit: criterion.unit, ...scalar }] : [];
  });
}

function rangeFinding(bench: PlannedBench, criterion: Criterion, valid: readonly Measured[]): Finding {
  const { limit, source } = criterion.expected!;
  const state = rangeState(bench, criterion, valid);
  if (state === 'no data') return inconclusive('too few requests for this number');
  const value = `${number(median(valuesOf(criterion, valid)))} ${criterion.unit}`;
  const bound = `${criterion.better === 'lower' ? 'up to' : 'at least'} ${number(limit)} ${criterion.unit}`;
  const seen = { expected: `${bound} (${source})`, seen: value };
  const before = wasOutsideBefore(bench, criterion) ? '; so were the accepted runs before' : '';
  if (state === 'inside') return pass(`${value}, expected ${bound}`, seen, measuresOf(criterion, valid));
  if (state === 'unconfirmed' && before === '') {
    return inconclusive(
      `${value}, expected ${bound}, but not confirmed by another run`,
      seen,
      measuresOf(criterion, valid),
    );
  }
  return fail(`${value}, expected ${bound}${before}`, seen, measuresOf(criterion, valid));
}

function regressionFinding(bench: PlannedBench, criterion: Criterion, valid: readonly Measured[]): Finding {
  const found = regressionState(bench, criterion, valid)!;
  const accepted = bench.baseline!.scalars[criterion.id]!;
  const values = valuesOf(criterion, valid);
  const seen = {
    expected: `${number(median(accepted))} ${criterion.unit}, median of ${accepted.length} runs (${bench.baseline!.origin}); limit ${percent(criterion.minEffect!)} worse`,
    seen:
      values.length > 0
        ? `${values.map(number).join(', ')} ${criterion.unit} in ${values.length} runs`
        : 'nothing',
  };
  const measures = measuresOf(criterion, valid);
  if (found.state === 'regressed') return fail(found.reason, seen, measures);
  if (found.state === 'pass' || found.state === 'improved') return pass(found.reason, seen, measures);
  return inconclusive(found.reason, seen, measures);
}
