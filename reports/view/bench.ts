import type { Criterion, Measured, PlannedBench } from '../../suites/bench/plan.ts';
import {
  median,
  type RegressionState,
  rangeState,
  regressionState,
  valuesOf,
  wasOutsideBefore,
} from '../../suites/bench/states.ts';
import { number, percent } from './text.ts';

/** One criterion of a benchmark with everything that was found about it. */
export interface BenchRow {
  readonly criterion: Criterion;
  /** One value per valid run that has one. */
  readonly values: readonly number[];
  readonly accepted: readonly number[];
  readonly comparison: RegressionState | null;
  readonly range: ReturnType<typeof rangeState>;
  readonly outsideBefore: boolean;
}

/** The criteria of a benchmark, judged by the engine's own functions on the runs so far. */
export function benchRows(bench: { plan: PlannedBench; runs: readonly Measured[] }): BenchRow[] {
  const valid = bench.runs.filter((run) => run.status === 'valid');
  return bench.plan.criteria.map((criterion) => ({
    criterion,
    values: valuesOf(criterion, valid),
    accepted: bench.plan.baseline?.scalars[criterion.id] ?? [],
    comparison: valid.length > 0 ? regressionState(bench.plan, criterion, valid) : null,
    range: valid.length > 0 ? rangeState(bench.plan, criterion, valid) : null,
    outsideBefore: wasOutsideBefore(bench.plan, criterion),
  }));
}

/** How much a row says against the release: the row to show first has the largest. Close effects are alike. */
function weight({ criterion, comparison, range, outsideBefore }: BenchRow): number {
  const against = comparison?.state === 'regressed' ? 4 : range === 'outside' && !outsideBefore ? 3 : 0;
  const open = comparison && !['pass', 'improved', 'regressed'].includes(comparison.state) ? 2 : 0;
  const effect = against > 0 ? Math.round(Math.min(1.6, comparison?.effect ?? 0) * 5) / 5 : 0;
  const compared = comparison ? 1 : 0;
  return [
    criterion.primary ? 1 : 0,
    Math.max(against, open),
    effect,
    compared,
    criterion.streamsPerGpu / 1e4,
  ].reduce((sum, part) => sum * 10 + part);
}

/** The rows, the one that matters most first; of equals, in the plan's order. */
export const weightiestFirst = (rows: readonly BenchRow[]): BenchRow[] =>
  [...rows].sort((a, b) => weight(b) - weight(a));

/** `31 % (28 % to 34 %) worse than the last 8 accepted runs; limit 10 %`. */
export function comparisonText({
  criterion,
  comparison,
  accepted,
}: Pick<BenchRow, 'criterion' | 'comparison' | 'accepted'>): string | null {
  if (
    !comparison ||
    comparison.effect === null ||
    comparison.interval === null ||
    criterion.minEffect === null
  )
    return null;
  const { effect, interval } = comparison;
  const [low, high] = effect < 0 ? [-interval[1], -interval[0]] : interval;
  const size = `${percent(Math.abs(effect))} (${percent(low).replace(' %', '')} to ${percent(high)})`;
  const word = effect < 0 ? 'better' : 'worse';
  return `${size} ${word} than the last ${accepted.length} accepted runs; limit ${percent(criterion.minEffect)}`;
}

/** `214 ms`, or the reason why there is no number. */
export const valueText = ({ criterion, values }: Pick<BenchRow, 'criterion' | 'values'>): string =>
  values.length === 0 ? 'too few requests for this number' : quantity(criterion, median(values));

/** A value with its unit; a ratio has none, and a rate of errors reads as a percentage. */
export const quantity = (
  { unit, definition }: Pick<Criterion, 'unit' | 'definition'>,
  value: number,
): string =>
  unit !== 'ratio'
    ? `${number(value)} ${unit}`
    : definition === 'error_rate'
      ? percent(value)
      : number(value);

/** `up to 165 ms (vendor's table, April 2026)`. */
export const expectedText = ({ criterion }: BenchRow): string | null =>
  criterion.expected &&
  `${criterion.better === 'lower' ? 'up to' : 'at least'} ${quantity(criterion, criterion.expected.limit)} (${criterion.expected.source})`;
