import { hang } from '../../../reports/console/layout.ts';
import type { Screen } from '../../../reports/console/screen.ts';
import { plain } from '../../../reports/view/text.ts';
import { atLeast, percent } from '../../../suites/bench/calibration-words.ts';
import { tableLines } from '../operations/table-lines.ts';
import type { CalibrationDocument } from './document.ts';

const marks = { held: '✔', refused: '✖', unsteady: '?', unknown: '?' } as const;

/** The document as a person reads it: a table for each workload, then what is in the way and what would help. */
export function calibrationLines(
  document: CalibrationDocument,
  { palette, width }: Pick<Screen, 'palette' | 'width'>,
): string[] {
  const { workloads, verdict, ended, prior, judgePrior } = document;
  const colour = {
    held: palette.green,
    refused: palette.red,
    unsteady: palette.yellow,
    unknown: palette.yellow,
  };
  const tables = workloads.flatMap(({ workload, key, runs, maxRuns, criteria }) => [
    '',
    `${palette.bold(workload)}   ${runs} runs; up to ${maxRuns} of a release   ${palette.dim(key)}`,
    ...tableLines(
      [
        ['', 'criterion', 'spread', '95 %', 'found from', 'threshold', ''],
        ...criteria.map(({ state, title, primary, spread, spreadInterval, smallestEffect, threshold }) => [
          colour[state](marks[state]),
          plain(title),
          spread === null ? '' : percent(spread),
          spreadInterval ? `${percent(spreadInterval[0])} to ${percent(spreadInterval[1])}` : '',
          smallestEffect === null ? '' : atLeast(smallestEffect),
          percent(threshold),
          [state, ...(primary ? [] : ['advisory'])].join(', '),
        ]),
      ],
      width,
    ),
  ]);
  const troubles = workloads.flatMap(({ criteria }) =>
    criteria.flatMap(({ state, trouble, primary }) => (trouble && primary ? [{ state, trouble }] : [])),
  );
  return [
    ...tables,
    ...(troubles.length > 0 ? [''] : []),
    ...troubles.flatMap(({ state, trouble }) =>
      hang(`  ${colour[state](marks[state])} `, 4, plain(trouble), width),
    ),
    ...(prior && judgePrior !== null
      ? ['', `  Over all of it runs differ by ${percent(prior.s0)}: seatrial judge --prior ${judgePrior}`]
      : []),
    '',
    ...hang('  ', 2, conclusion[verdict], width, palette.bold),
    ...(ended === null ? [] : hang('  ', 2, `It ended early: ${plain(ended)}.`, width, palette.yellow)),
  ];
}

const conclusion = {
  pass: 'Every threshold that decides can be held.',
  fail: 'Not every threshold that decides can be held.',
  inconclusive: 'Whether the thresholds can be held is not known.',
} as const;
