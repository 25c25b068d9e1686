import { hang } from '../../../reports/console/layout.ts';
import type { Palette } from '../../../reports/console/palette.ts';
import { duration, moment, plain, secondsBetween } from '../../../reports/view/text.ts';
import type { Change, SnapshotDiff, Weight } from '../../../suites/operations/diff/change.ts';
import { weights } from '../../../suites/operations/diff/change.ts';

const titles: Record<Weight, string> = {
  main: 'What was changed',
  part: 'What works with it',
  trace: 'What followed',
};

const widestName = 38;

/** A comparison as lines: grouped by weight, each object named once. */
export function diffLines(
  name: string,
  { before, after, changes, unknown }: SnapshotDiff,
  palette: Palette,
  width: number,
  now: string,
): string[] {
  const { bold, cyan, dim, yellow } = palette;
  const side = ({ tag, revision }: SnapshotDiff['before']): string =>
    plain(`${tag ?? 'no tag'}${revision === null ? '' : ` (revision ${revision})`}`);
  const span = duration(secondsBetween(before.takenAt, after.takenAt));
  const head = [
    '',
    `${bold('Changes')}  ${bold(cyan(plain(name)))}   ${side(before)} → ${side(after)}`,
    dim(
      `         ${moment(before.takenAt, now)} to ${moment(after.takenAt, now).replace('today ', '')}, ${span}`,
    ),
  ];
  if (changes.length === 0)
    head.push(
      '',
      `  ${palette.green('✔')} Nothing changed${unknown.length > 0 ? ' in what could be compared' : ''}.`,
    );
  const column = Math.min(widestName, Math.max(0, ...changes.map(({ of }) => plain(of).length))) + 2;
  const groups = weights.flatMap((weight) => {
    const own = changes.filter((change) => change.weight === weight);
    return own.length === 0
      ? []
      : ['', `  ${bold(titles[weight])}`, ...groupLines(own, column, palette, width)];
  });
  const gaps =
    unknown.length === 0
      ? []
      : [
          '',
          `  ${bold(yellow('Not compared'))}`,
          ...unknown.flatMap((line) => hang(`  ${yellow('?')} `, 4, plain(line), width)),
        ];
  return [...head, ...groups, ...gaps, ''];
}

function groupLines(changes: readonly Change[], column: number, palette: Palette, width: number): string[] {
  return changes.flatMap(({ weight, of, text }, index) => {
    const name = changes[index - 1]?.of === of ? '' : plain(of);
    const long = name.length > column - 2;
    const mark = symbolOf(weight, text, palette);
    const shown = highlighted(plain(text), palette);
    const first = `  ${mark} ${(long ? '' : name).padEnd(column)}`;
    const lines = hang(first, 4 + column, plain(text), width);
    const styled = lines.length === 1 ? [first + shown] : lines;
    return long
      ? [...hang(`  ${mark} `, 4, name, width), ...styled.map((line) => line.replace(mark, ' '))]
      : styled;
  });
}

/** The new side of `old → new` is what the eye looks for. */
function highlighted(text: string, { bold, dim }: Palette): string {
  const at = text.lastIndexOf(' → ');
  return at < 0 ? text : `${text.slice(0, at)}${dim(' → ')}${bold(text.slice(at + 3))}`;
}

function symbolOf(weight: Weight, text: string, { red, cyan, green, dim }: Palette): string {
  if (/^(gone|\d+ of \d+ lost)|no longer set$|is gone$| removed$/.test(text)) return red('−');
  if (/^(new|set to)\b|^\d+ new:| added$/.test(text)) return green('+');
  return weight === 'trace' ? dim('·') : cyan('~');
}
