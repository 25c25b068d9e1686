import type { Palette } from '../../../reports/console/palette.ts';
import { number } from '../../../reports/view/text.ts';
import type { LevelDocument } from './document.ts';
import type { Percentiles } from './percentiles.ts';

/** Rows in the order of the table; what a protocol does not have is left out. */
const rows: readonly (readonly [id: string, label: string])[] = [
  ['ttft', 'first token'],
  ['user_ttft', '  as users feel'],
  ['ttfa', 'first audio'],
  ['user_ttfa', '  as users feel'],
  ['own_delay', '  own delay'],
  ['gap', 'gap'],
  ['tpot', 'TPOT'],
  ['tpot_events', 'per event'],
  ['rtf', 'RTF'],
  ['rtfx', 'RTFx'],
  ['e2e', 'whole request'],
  ['user_e2e', '  as users feel'],
  ['final_delay', 'last words'],
  ['queue', 'queue (told)'],
  ['gpu', 'GPU (told)'],
  ['underrun_100', 'underrun 100 ms'],
];

const shown = ['p50', 'p90', 'p99'] as const;
const column = 15;
const worstColumn = 11;

/** The measures of a level, each with the percentiles that its samples can carry. */
export function percentileTable(level: LevelDocument, labelWidth: number, palette: Palette): string[] {
  const have = rows.flatMap(([id, label]) => {
    const percentiles = level.measures[id];
    return percentiles && percentiles.samples > 0 ? [{ label, percentiles }] : [];
  });
  if (have.length === 0) return [];
  const head = shown.map((name) => name.padStart(column)).join('') + 'worst'.padStart(worstColumn);
  return [
    palette.dim(`    ${''.padEnd(labelWidth)}${head}`),
    ...have.map(({ label, percentiles }) => {
      const cells = [...shown.map((name) => cell(percentiles, name, palette)), worst(percentiles)];
      return `    ${label.padEnd(labelWidth)}${cells.join('')}`;
    }),
  ];
}

const worst = ({ max, unit }: Percentiles): string => valued(max, unit).padStart(worstColumn);

function cell(of: Percentiles, name: (typeof shown)[number], palette: Palette): string {
  if (of.warranted[name]) return valued(of[name], of.unit).padStart(column);
  return palette.dim(`needs ${number(of.needs[name]!)} more`.padStart(column));
}

const valued = (value: number | null, unit: string): string =>
  value === null ? '–' : unit === 'ms' ? milliseconds(value) : number(value);

/** Three digits that mean something, and never a digit below the microsecond that is measured. */
export function milliseconds(value: number): string {
  if (value >= 10_000) return `${number(value / 1000)} s`;
  return `${value < 1 ? Number(value.toFixed(value < 0.1 ? 3 : 2)) : number(value)} ms`;
}
