import { hang } from '../../../../reports/console/layout.ts';
import { paint, symbolOf } from '../../../../reports/console/palette.ts';
import { count, duration, number, percent, plain } from '../../../../reports/view/text.ts';
import { levelWords } from '../levels.ts';
import { milliseconds } from '../percentile-table.ts';
import type { Paper } from '../render-text.ts';
import type { MetricDocument, VersusDocument } from './document.ts';

const states = { regressed: 'fail', improved: 'pass', pass: 'pass', inconclusive: 'inconclusive' } as const;

/** The comparison as a person reads it: which is old and which new, a row for each metric, and the verdict. */
export function renderVersus(document: VersusDocument, { palette, width }: Paper): string[] {
  const { levels, pairs, voided, verdict, sentence, not_compared } = document;
  const load = levels.map(levelWords).join('; ');
  const each = `${duration(document.duration_s)} each after ${duration(document.warmup_s)} of warm-up`;
  const state = states[verdict];
  const short = not_compared
    .map(({ name, needs }) => `${name} (a run needs ${number(needs)} requests)`)
    .join(', ');
  return [
    '',
    `${palette.bold('Versus')}  ${document.protocol}   workload ${document.workload}   ${load}`,
    `  ${palette.bold('old')}  ${plain(document.old.url)}`,
    `  ${palette.bold('new')}  ${plain(document.new.url)}`,
    `  ${count(pairs.length, 'pair')} of runs, ${each}${voided.length > 0 ? `; ${voided.length} void, measured again` : ''}`,
    '',
    ...table(document, { palette, width }),
    ...(short === ''
      ? []
      : hang(
          '  ',
          2,
          `Not compared, runs were too short: ${short}; make --duration longer.`,
          width,
          palette.dim,
        )),
    '',
    ...hang(
      `  ${paint(palette, state, `${symbolOf(state)} ${palette.bold(verdict.toUpperCase())}`)}  `,
      verdict.length + 6,
      plain(sentence),
      width,
    ),
    '',
  ];
}

type Column = readonly [title: string, of: (metric: MetricDocument) => string];

const columns: readonly Column[] = [
  ['metric', ({ name }) => name],
  ['old', (metric) => valued(metric, metric.old)],
  ['new', (metric) => valued(metric, metric.new)],
  [
    'new / old',
    ({ ratio, ratio_interval }) =>
      ratio_interval ? `${fixed(ratio!)} (${ratio_interval.map(fixed).join(' to ')})` : '–',
  ],
  [
    'verdict',
    ({ verdict, primary }) => `${verdict === 'more' ? 'open' : verdict}${primary ? '' : ' (advisory)'}`,
  ],
];

function table({ metrics }: VersusDocument, { palette }: Paper): string[] {
  if (metrics.length === 0) return [];
  const rows = metrics.map((metric) => columns.map(([, of]) => of(metric)));
  const widths = columns.map(([title], at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: readonly string[]) =>
    `    ${cells.map((cell, at) => (at === 0 || at === 4 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ')}`;
  return [
    palette.dim(line(columns.map(([title]) => title))),
    ...rows.map((row, index) => {
      const { primary, verdict } = metrics[index]!;
      if (!primary) return palette.dim(line(row));
      return verdict === 'pass'
        ? line(row)
        : paint(palette, states[verdict === 'more' ? 'inconclusive' : verdict], line(row));
    }),
  ];
}

function valued({ unit, definition }: MetricDocument, value: number | null): string {
  if (value === null) return '–';
  if (definition === 'error_rate') return percent(value);
  return unit === 'ms' ? milliseconds(value) : number(value);
}

const fixed = (ratio: number): string => ratio.toFixed(3);
