import { loadName } from './case.ts';
import type { Measured } from './run-case.ts';

/** Columns of the table, with what they are; all times in milliseconds. */
const columns: readonly { readonly name: string; readonly value: (row: Measured) => string }[] = [
  { name: 'load', value: ({ bench }) => loadName(bench.load) },
  { name: 'client', value: ({ title }) => title },
  {
    name: 'TTFT error p50/p99',
    value: ({ fidelity: f }) => pair(f?.ttftErrorP50, f?.ttftErrorP99),
  },
  {
    name: 'same request p50/p99',
    value: ({ fidelity: f }) => pair(f?.sameRequestP50, f?.sameRequestP99),
  },
  { name: 'gap p99 error', value: ({ fidelity: f }) => ms(f?.gapErrorP99) },
  { name: 'requests/s', value: ({ fidelity: f }) => number(f?.requestsPerSecond, 0) },
  {
    name: 'start p99',
    value: ({ fidelity: f, bench }) => ('rate' in bench.load ? ms(f?.startLatenessP99) : ''),
  },
  {
    name: 'of rate',
    value: ({ fidelity: f, bench }) =>
      'rate' in bench.load && f?.shareOfRate != null ? `${(f.shareOfRate * 100).toFixed(1)} %` : '',
  },
  { name: 'cores', value: ({ usage }) => number(usage?.cores, 2) },
  { name: 'MB', value: ({ usage }) => number(usage?.peakMb, 0) },
  { name: 'server late p99', value: ({ fidelity: f }) => ms(f?.truthLatenessP99) },
  { name: 'stolen', value: ({ usage }) => number(usage?.stolenMs, 0) },
  { name: 'notes', value: ({ notes }) => notes.join('; ') },
];

/** What the columns mean, for below a table. */
export const legend = [
  "Times in ms. TTFT error: the client's percentile less the truth's, whole run with its start burst.",
  'Same request: difference to the truth of the same request, after the ramp. Gap p99 error: after the ramp too.',
  'Start: how late requests came to the server against their schedule. Cores and peak MB: of the client.',
  "Server late: lateness of the server's own chunks; beyond 2 ms the row is server-limited.",
  'Stolen: CPU time that the machine was not given, ms.',
] as const;

/** One table for each protocol, for a terminal. */
export function textTable(rows: readonly Measured[]): string {
  const cells = [columns.map(({ name }) => name), ...rows.map(cellsOf)];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  return cells
    .map((row) =>
      row.map((cell, i) => (i < 2 || i === 12 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))),
    )
    .map((row) => row.join('  ').trimEnd())
    .join('\n');
}

/** The same as Markdown. */
export function markdownTable(rows: readonly Measured[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, i) => (i < 2 || i === 12 ? '---' : '---:'));
  return [line(columns.map(({ name }) => name)), line(rule), ...rows.map((row) => line(cellsOf(row)))].join(
    '\n',
  );
}

const cellsOf = (row: Measured): string[] => columns.map(({ value }) => value(row));

const pair = (p50: number | null | undefined, p99: number | null | undefined): string =>
  p50 == null && p99 == null ? '–' : `${ms(p50)}/${ms(p99)}`;

function ms(value: number | null | undefined): string {
  if (value == null) return '–';
  const digits = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
  return number(value, digits);
}

function number(value: number | undefined, digits: number): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const text = value.toFixed(digits);
  // No minus before nothing.
  return Number(text) === 0 ? text.replace('-', '') : text;
}
