import { number } from '../../../reports/view/text.ts';
import type { LevelDocument } from './document.ts';
import { levelWords } from './levels.ts';
import { milliseconds } from './percentile-table.ts';
import type { Percentiles } from './percentiles.ts';
import type { Paper } from './render-text.ts';

type Column = readonly [title: string, of: (level: LevelDocument) => string];

const warranted = (of: Percentiles, name: 'p50' | 'p90' | 'p99'): string => {
  const value = of[name];
  return value !== null && of.warranted[name] ? milliseconds(value) : '–';
};

const columns: readonly Column[] = [
  ['load', ({ load }) => levelWords(load)],
  ['requests', ({ requests }) => number(requests)],
  ['failed', ({ errors }) => number(errors)],
  ['rate', ({ rate }) => (rate === null ? '–' : `${number(rate)}/s`)],
  ['first p50', ({ ttft_ms }) => warranted(ttft_ms, 'p50')],
  ['p90', ({ ttft_ms }) => warranted(ttft_ms, 'p90')],
  ['p99', ({ ttft_ms }) => warranted(ttft_ms, 'p99')],
  ['own p99', ({ own_delay_ms }) => warranted(own_delay_ms, 'p99')],
  ['gap p99', ({ gap_ms }) => warranted(gap_ms, 'p99')],
  ['sound', ({ audit }) => (audit.valid ? 'yes' : 'no')],
];

/** What a narrow screen does without, first to last. */
const spares = ['p90', 'own p99', 'failed', 'gap p99', 'requests'];

/** One row for each level, to be read down. */
export function summaryTable(levels: readonly LevelDocument[], { palette, width }: Paper): string[] {
  const widthOf = ([title, of]: Column): number =>
    Math.max(title.length, ...levels.map((level) => of(level).length));
  let shown = columns;
  for (const spare of spares) {
    if (shown.reduce((sum, column) => sum + widthOf(column) + 2, 0) <= width) break;
    shown = shown.filter(([title]) => title !== spare);
  }
  const rows = levels.map((level) => shown.map(([, of]) => of(level)));
  const widths = shown.map(widthOf);
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index]!))).join('  ')}`;
  return [
    palette.dim(line(shown.map(([title]) => title))),
    ...rows.map((row, index) => (levels[index]!.audit.valid ? line(row) : palette.yellow(line(row)))),
  ];
}
