import type { Criterion, Measured, PlannedBench } from '../../../suites/bench/plan.ts';
import { median, valuesOf } from '../../../suites/bench/states.ts';
import { number } from '../../view/text.ts';
import type { Markup } from '../markup.ts';
import { axis, draw, ink, quietLabel } from './chart.ts';

const width = 380;
const height = 260;
const shown = [0, 50, 90, 95, 99, 99.9];

/** Percentiles on a scale that gives the tail room: p50 at 0.3, p90 at 1, p99 at 2, p99.9 at 3. */
const place = (percentile: number): number => -Math.log10(1 - Math.min(percentile, 99.95) / 100);

/** The distribution of first-audio latency at one level: a curve per run, the accepted runs and the expected limit at their percentile. */
export function curveChart(plan: PlannedBench, runs: readonly Measured[], level: number): Markup | null {
  const drawn = runs.filter((run) => (run.curves[String(level)]?.length ?? 0) > 1);
  if (drawn.length === 0) return null;
  const marked = plan.criteria.filter(
    (one) => one.streamsPerGpu === level && /^ttfa_p\d+$/.test(one.definition),
  );
  const points = drawn.flatMap((run) => run.curves[String(level)]!);
  const last = Math.max(...points.map(([percentile]) => place(Math.min(percentile, 99.9))));
  const series = [
    ...drawn.map((run) => curve(run, level)),
    ...marked.flatMap((criterion) => marks(plan, drawn, criterion)),
  ];
  return draw(`First audio at ${level} per GPU: latency by percentile`, width, height, {
    grid: { left: 46, right: 14, top: 26, bottom: 30 },
    xAxis: {
      ...axis,
      type: 'value',
      min: 0,
      max: last,
      splitLine: { show: false },
      axisTick: { ...axis.axisTick, customValues: shown.map(place) },
      axisLabel: {
        ...axis.axisLabel,
        customValues: shown.map(place),
        formatter: (value: number) => `p${number(Number((100 * (1 - 10 ** -value)).toFixed(1)))}`,
      },
    },
    yAxis: { ...axis, type: 'value', min: 0, name: 'ms', axisLine: { show: false } },
    series,
  });
}

function curve(run: Measured, level: number) {
  const counts = run.status === 'valid';
  const points = run.curves[String(level)]!;
  return {
    type: 'line',
    silent: true,
    symbol: 'none',
    smooth: 0.2,
    data: points.filter(([p]) => p <= 99.9).map(([p, ms]) => [place(p), ms]),
    lineStyle: {
      color: counts ? ink.accent : ink.muted,
      width: counts ? 2 : 1,
      type: counts ? 'solid' : 'dashed',
      opacity: counts ? 0.9 : 0.6,
    },
  };
}

/** At a judged percentile: the accepted runs' range and median, this release's runs, and the expected limit. */
function marks(plan: PlannedBench, runs: readonly Measured[], criterion: Criterion): object[] {
  const x = place(Number(criterion.definition.replace('ttfa_p', '')));
  const accepted = plan.baseline?.scalars[criterion.id] ?? [];
  const range = [Math.min(...accepted), Math.max(...accepted)].map((value) => [x, value]);
  const values = valuesOf(
    criterion,
    runs.filter((run) => run.status === 'valid'),
  );
  return [
    ...limitMark(x, criterion, values),
    ...(accepted.length === 0
      ? []
      : [
          line(range, { color: ink.good, width: 7, opacity: 0.35, cap: 'round' }),
          { ...dots([[x, median(accepted)]], ink.good, 10), symbol: 'diamond' },
        ]),
    dots(
      values.map((value) => [x, value]),
      ink.accent,
      7,
    ),
  ];
}

/** A dash at the percentile, its label on the side where the curve is not. */
function limitMark(x: number, { expected }: Criterion, values: readonly number[]): object[] {
  if (!expected) return [];
  const { limit } = expected;
  const outside = values.some((value) => value > limit);
  const dash = [
    [Math.max(0, x - 0.3), limit],
    [x + 0.3, limit],
  ];
  return [
    line(dash, { color: ink.warn, width: 2 }),
    {
      ...dots([[outside ? x + 0.3 : x, limit]], ink.warn, 0.1),
      label: {
        show: true,
        position: outside ? 'right' : 'top',
        distance: 4,
        formatter: `limit ${number(limit)}`,
        ...quietLabel(ink.warn),
      },
    },
  ];
}

const line = (data: number[][], lineStyle: object) => ({
  type: 'line',
  silent: true,
  symbol: 'none',
  data,
  lineStyle,
});

const dots = (data: number[][], color: string, symbolSize: number) => ({
  type: 'scatter',
  silent: true,
  symbolSize,
  data,
  itemStyle: { color, borderColor: ink.paper, borderWidth: 1 },
});
