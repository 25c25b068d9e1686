import type { Table } from './run-scenario.ts';
import { atMost, type Score } from './score.ts';

interface Column<T> {
  readonly name: string;
  readonly value: (row: T) => string;
}

const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(2));

const ofShift: readonly Column<Score>[] = [
  { name: 'release', value: ({ shift }) => shift },
  { name: 'upgrades', value: ({ upgrades }) => String(upgrades) },
  { name: 'rolled back', value: ({ rolledBack, upgrades }) => share(rolledBack, upgrades) },
  { name: 'by the baseline', value: ({ byBaseline, upgrades }) => share(byBaseline, upgrades) },
  { name: 'held', value: ({ held, upgrades }) => share(held, upgrades) },
  { name: 'promoted', value: ({ promoted, upgrades }) => share(promoted, upgrades) },
  { name: 'runs', value: ({ runs }) => runs.toFixed(2) },
];

const foundAt = (name: string): Column<Table> => ({
  name: `${name} found`,
  value: ({ scores }) => {
    const score = scores.find(({ shift }) => shift === name);
    return score ? share(score.rolledBack, score.upgrades) : '–';
  },
});

const ofWay: readonly Column<Table>[] = [
  { name: 'noise, and how it is tried', value: ({ scenario, way }) => `${scenario}: ${way}` },
  { name: 'unchanged', value: ({ scores }) => String(scores[0]!.upgrades) },
  { name: 'false signals', value: ({ scores }) => String(scores[0]!.rolledBack) },
  {
    name: 'at most, 95 %',
    value: ({ scores }) => `${(100 * atMost(scores[0]!.rolledBack, scores[0]!.upgrades)).toFixed(1)} %`,
  },
  { name: 'held', value: ({ scores }) => String(scores[0]!.held) },
  ...['+5 %', '+10 %', '+20 %'].map(foundAt),
];

const cellsOf = <T>(columns: readonly Column<T>[], rows: readonly T[]): string[][] => [
  columns.map(({ name }) => name),
  ...rows.map((row) => columns.map(({ value }) => value(row))),
];

function text(cells: readonly string[][]): string {
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  return cells
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    )
    .join('\n');
}

function markdown(cells: readonly string[][]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  const [head, ...rows] = cells;
  const rule = head!.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head!, rule, ...rows].map(line).join('\n');
}

/** All ways in one table, then each with every kind of release. */
export const asText = (tables: readonly Table[]): string =>
  [
    text(cellsOf(ofWay, tables)),
    ...tables.map((table) => `${table.scenario}: ${table.way}\n${text(cellsOf(ofShift, table.scores))}`),
  ].join('\n\n');

export const asMarkdown = (tables: readonly Table[]): string =>
  [
    markdown(cellsOf(ofWay, tables)),
    ...tables.map(
      (table) => `## ${table.scenario}: ${table.way}\n\n${markdown(cellsOf(ofShift, table.scores))}`,
    ),
  ].join('\n\n');
