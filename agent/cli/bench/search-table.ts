import { type LevelFinding, levelName, type SearchFindings } from '../../../load/search/index.ts';
import type { Palette } from '../../../reports/console/palette.ts';
import { number, percent } from '../../../reports/view/text.ts';
import { milliseconds } from './percentile-table.ts';

type Column = readonly [title: string, of: (level: LevelFinding) => string];

/** What is known of every level that was measured, to be read down. */
export function searchTable({ levels, mode, slos }: SearchFindings, palette: Palette): string[] {
  const columns: readonly Column[] = [
    ['level', ({ level }) => levelName(mode, level)],
    ['SLO', ({ verdict, leaning }) => (leaning === null ? verdict : `${verdict} (${leaning})`)],
    ['kept', ({ share }) => (share === null ? '–' : percent(share))],
    ['requests', ({ requests }) => number(requests)],
    ['failed', ({ failed }) => number(failed)],
    ['rate', ({ perSecond }) => (perSecond === null ? '–' : `${number(perSecond)}/s`)],
    ['response', ({ responseMs }) => (responseMs === null ? '–' : milliseconds(responseMs))],
    ...slos.map(
      ({ measure }): Column => [
        measure,
        ({ measures }) => {
          const found = measures.find((one) => one.measure === measure);
          return found ? number(found.value) : '–';
        },
      ],
    ),
  ];
  const rows = levels.map((level) => columns.map(([, of]) => of(level)));
  const widths = columns.map(([title], at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: readonly string[]): string =>
    `    ${cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ')}`;
  return [palette.dim(line(columns.map(([title]) => title))), ...rows.map(line)];
}
