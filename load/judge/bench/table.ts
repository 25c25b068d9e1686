import type { Score } from './score.ts';

/** Rows of one data set and one choice of windows. */
export type Table = { readonly title: string; readonly rows: readonly Score[] };

const share = (value: number): string => value.toFixed(3);

const columns: readonly { readonly name: string; readonly value: (row: Score) => string }[] = [
  { name: 'detector', value: ({ title }) => title },
  { name: '5 % found', value: ({ found5 }) => share(found5) },
  { name: '10 % found', value: ({ found10 }) => share(found10) },
  { name: 'false alarms / 100 releases', value: ({ alarmsPer100 }) => alarmsPer100.toFixed(1) },
  { name: '10 % passed', value: ({ wrongPass10 }) => share(wrongPass10) },
  { name: 'open at 0 %', value: ({ open0 }) => share(open0) },
  { name: 'open at 5 %', value: ({ open5 }) => share(open5) },
  { name: 'comparisons', value: ({ comparisons }) => String(comparisons) },
];

/** What the columns mean, for below the tables. */
export const legend = [
  'Found: share of the comparisons with that shift that raise the alarm. False alarms: releases in 100 that raise one',
  'though nothing changed, of six metrics each: 100·(1 − (1 − p)^6) of the share p of unchanged comparisons with an',
  'alarm. Passed: share of 10 % shifts called good; a detector of two answers passes all that it does not find.',
  'Open: share that the judge could not tell, which holds a release and never rolls back.',
  'The row of six metrics counts whole releases, of which one metric has shifted, with Holm over all six.',
  'The prior and the constants come from every second date, beginning with the second; the reported half is the others,',
  'each window without one of its dates. But the guard for a change that began before the release was found on the',
  'windows that slide over all dates, which have a step in some benchmarks: there its row is not held out. Windows',
  'share dates, so that neighbouring comparisons are alike: no alarm in a thousand is less proof than it looks.',
  'benchstat and Otava are the programs themselves, where they could be had; the rules of Kayenta, Perfherder and',
  'rustc-perf are written out here from what is known of them, and were not held against their sources.',
] as const;

export function asText({ title, rows }: Table): string {
  const cells = [
    columns.map(({ name }) => name),
    ...rows.map((row) => columns.map(({ value }) => value(row))),
  ];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const lines = cells.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  return [title, ...lines].join('\n');
}

export function asMarkdown({ title, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `## ${title}\n`,
    line(columns.map(({ name }) => name)),
    line(columns.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(columns.map(({ value }) => value(row)))),
  ].join('\n');
}
