import { median } from '../../../suites/bench/states.ts';
import type { BenchRow } from '../../view/bench.ts';
import { percent } from '../../view/text.ts';
import type { Markup } from '../markup.ts';
import { axis, draw, ink, quietLabel } from './chart.ts';

const width = 760;
const rowHeight = 44;
/** Of the labels' font; the renderer has no font to measure with. */
const characterWidth = 6.9;

/**
 * Every compared criterion as a row: how far the release is from the accepted runs, worse to the right, with its
 * interval; the accepted runs themselves as ticks around zero; the limit as a mark.
 */
export function changesChart(rows: readonly BenchRow[]): Markup | null {
  const compared = rows
    .filter((row) => row.comparison?.interval && row.comparison.effect !== null)
    .toReversed();
  if (compared.length === 0) return null;
  const extent = compared.flatMap((row) => [
    ...row.comparison!.interval!,
    row.criterion.minEffect ?? 0,
    -(row.criterion.minEffect ?? 0) / 2,
  ]);
  const longest = Math.max(...compared.map((row) => row.criterion.title.length));
  const labels = Math.min(340, 24 + longest * characterWidth);
  const series = compared.flatMap((row, index) => rowSeries(row, index));
  return draw('Change against the accepted runs, per criterion', width, compared.length * rowHeight + 56, {
    grid: { left: labels, right: 70, top: 10, bottom: 40 },
    xAxis: {
      ...axis,
      type: 'value',
      min: Math.floor(Math.min(-0.05, ...extent) * 20) / 20,
      max: Math.ceil(Math.max(0.05, ...extent) * 20) / 20,
      axisLine: { ...axis.axisLine, onZero: false },
      name: '← better      change against the accepted runs      worse →',
      nameLocation: 'middle',
      nameGap: 26,
      axisLabel: { ...axis.axisLabel, formatter: percent },
    },
    yAxis: {
      ...axis,
      type: 'value',
      min: -0.5,
      max: compared.length - 0.5,
      splitLine: { show: false },
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: ink.text,
        fontSize: 12,
        customValues: compared.map((_, index) => index),
        formatter: (index: number) => compared[index]?.criterion.title ?? '',
      },
    },
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'none',
        lineStyle: { color: ink.muted, width: 1 },
        data: [
          [0, -0.5],
          [0, compared.length - 0.5],
        ],
      },
      ...series,
    ],
  });
}

const colours = {
  regressed: ink.bad,
  pass: ink.good,
  improved: ink.good,
  inconclusive: ink.warn,
  more: ink.warn,
  unconfirmed: ink.warn,
} as const;

function rowSeries({ criterion, accepted, comparison }: BenchRow, index: number): object[] {
  const { effect, interval, state } = comparison!;
  const color = colours[state];
  const sign = criterion.better === 'lower' ? 1 : -1;
  const centre = median(accepted);
  const ticks = accepted.map((value) => [Math.expm1(sign * Math.log(value / centre)), index - 0.2]);
  return [
    {
      type: 'scatter',
      silent: true,
      symbol: 'rect',
      symbolSize: [1.5, 9],
      data: ticks,
      itemStyle: { color: ink.muted, opacity: 0.8 },
    },
    {
      type: 'line',
      silent: true,
      symbol: 'none',
      data: interval!.map((bound) => [bound, index]),
      lineStyle: { color, width: 4, opacity: 0.55, cap: 'round' },
    },
    {
      type: 'scatter',
      silent: true,
      symbolSize: 11,
      data: [[effect, index]],
      itemStyle: { color, borderColor: ink.paper, borderWidth: 1.5 },
      label: {
        show: true,
        position: 'top',
        distance: 4,
        formatter: `${effect! > 0 ? '+' : ''}${percent(effect!)}`,
        ...quietLabel(ink.text),
      },
    },
    {
      type: 'scatter',
      silent: true,
      symbol: 'rect',
      symbolSize: [2, 26],
      data: [[criterion.minEffect, index]],
      itemStyle: { color: ink.warn },
    },
  ];
}
