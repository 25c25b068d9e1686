import type { LoadPlan } from '../../../load/plan.ts';
import { hang } from '../../../reports/console/layout.ts';
import type { Palette } from '../../../reports/console/palette.ts';
import { duration, number, plain } from '../../../reports/view/text.ts';
import { auditSentence } from './audit-sentence.ts';
import type { BenchDocument, LevelDocument } from './document.ts';
import { levelWords } from './levels.ts';
import { percentileTable } from './percentile-table.ts';
import { summaryTable } from './summary-table.ts';
import { errorText, goodputText, throughputText } from './texts.ts';

export interface Paper {
  readonly palette: Palette;
  readonly width: number;
}

const labelWidth = 15;

/** The document as a person reads it: a block for each level, one table over all of them, and how it ended. */
export function renderText(document: BenchDocument, plan: LoadPlan, paper: Paper): string[] {
  const { palette, width } = paper;
  const { target, workload, status, levels } = document;
  const facts = `${target.protocol}   ${plain(target.url)}   workload ${workload}`;
  return [
    '',
    `${palette.bold('Bench')}  ${facts}`,
    ...levels.flatMap((level) => ['', ...levelLines(level, plan, paper)]),
    ...(levels.length > 1 ? ['', ...summaryTable(levels, paper)] : []),
    ...(levels.some(isLacking) ? ['', ...hang('  ', 2, lackingText, width, palette.dim)] : []),
    '',
    ...(status === 'complete'
      ? []
      : hang(
          `  ${palette.yellow('?')} ${palette.yellow(palette.bold(status === 'aborted' ? 'STOPPED' : 'PARTIAL'))}  `,
          13,
          `${plain(document.reason ?? 'not all of it was measured')}: what stands here is what was measured until then`,
          width,
        )),
  ];
}

const lackingText =
  'needs N more: so many requests more before the percentile has a bound that holds in 95 % of cases.';

const isLacking = ({ measures }: LevelDocument): boolean =>
  Object.values(measures).some(({ needs }) => needs.p50 ?? needs.p90 ?? needs.p99);

function levelLines(level: LevelDocument, plan: LoadPlan, paper: Paper): string[] {
  const { palette, width } = paper;
  const whole = level.status === 'complete';
  const time = `${duration(level.window_s)} measured after ${duration(plan.warmupSeconds)} of warm-up`;
  const head = `  ${palette.bold(palette.cyan(levelWords(level.load)))}   ${time}${whole ? '' : palette.yellow('   partial')}`;
  const row = (label: string, text: string, style?: (line: string) => string) =>
    hang(`    ${label.padEnd(labelWidth)} `, labelWidth + 5, text, width, style);
  const failed =
    level.errors > 0 ? `, ${palette.red(palette.bold(`${number(level.errors)} failed`))}` : ', none failed';
  return [
    head,
    `    ${'requests'.padEnd(labelWidth)} ${number(level.requests)}${level.requests > 0 ? failed : ''}`,
    ...(level.errors > 0 ? row('errors', errorText(level)) : []),
    ...percentileTable(level, labelWidth, palette),
    ...row('throughput', throughputText(level)),
    ...(plan.slos.length > 0 ? row('goodput', goodputText(level, plan)) : []),
    ...auditSentence(level, (text, style) => row('generator', text, style), palette),
  ];
}
