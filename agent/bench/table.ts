import type { Table } from './run-scenario.ts';
import { atMost, type Score } from './score.ts';

const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(2));

const columns: readonly { readonly name: string; readonly value: (row: Score) => string }[] = [
  { name: 'release', value: ({ shift }) => shift },
  { name: 'upgrades', value: ({ upgrades }) => String(upgrades) },
  { name: 'rolled back', value: ({ rolledBack, upgrades }) => share(rolledBack, upgrades) },
  { name: 'by the baseline', value: ({ byBaseline, upgrades }) => share(byBaseline, upgrades) },
  { name: 'held', value: ({ held, upgrades }) => share(held, upgrades) },
  { name: 'promoted', value: ({ promoted, upgrades }) => share(promoted, upgrades) },
  { name: 'runs', value: ({ runs }) => runs.toFixed(2) },
];

/** `0 false signals in 100 unchanged upgrades (at most 3.0 % with 95 % confidence), 4 held without need.` */
function falseSignals({ scores }: Table): string {
  const { rolledBack, held, upgrades } = scores[0]!;
  const most = (100 * atMost(rolledBack, upgrades)).toFixed(1);
  return `${rolledBack} false signals in ${upgrades} unchanged upgrades (at most ${most} % with 95 % confidence), ${held} held without need.`;
}

export function asText(table: Table): string {
  const cells = [
    columns.map(({ name }) => name),
    ...table.scores.map((row) => columns.map(({ value }) => value(row))),
  ];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const lines = cells.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  return [`${table.scenario}: ${table.way}`, ...lines, falseSignals(table)].join('\n');
}

export function asMarkdown(table: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `## ${table.scenario}: ${table.way}\n`,
    line(columns.map(({ name }) => name)),
    line(columns.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...table.scores.map((row) => line(columns.map(({ value }) => value(row)))),
    `\n${falseSignals(table)}`,
  ].join('\n');
}
