import type { RunRecord } from '../../suites/record/record.ts';
import type { Stage } from '../view/stage.ts';
import { headline } from '../view/story.ts';
import { plain } from '../view/text.ts';
import { hang } from './layout.ts';
import { type Palette, paint, symbolOf } from './palette.ts';

const labelWidth = 11;
const textColumn = 4 + labelWidth;

/** The run's first line: `Sea trial  cartesia/cartesia   sonic-20260503 → sonic-20260610   helm revision 7   4 × H100`. */
export function headlineLines(record: RunRecord, palette: Palette, width: number): string[] {
  const { kind, name, change, facts } = headline(record);
  const rest = [change, ...facts].map(plain).join('   ');
  const start = `${kind}  ${plain(name)}   `;
  if (start.length + rest.length <= width)
    return ['', `${palette.bold(kind)}  ${palette.bold(palette.cyan(plain(name)))}   ${rest}`];
  const lines = hang(' '.repeat(11), 11, rest, width);
  return ['', `${palette.bold(kind)}  ${palette.bold(palette.cyan(plain(name)))}`, ...lines];
}

const capital = (label: string): boolean => label[0] !== label[0]?.toLowerCase();

/** A finished stage: its symbol, its text, and dimmed details below. */
export function stageLines(stage: Stage, palette: Palette, width: number): string[] {
  const symbol = capital(stage.label) ? ' ' : paint(palette, stage.state, symbolOf(stage.state));
  const label = stage.label.padEnd(labelWidth - 1);
  const prefix = `  ${symbol} ${capital(stage.label) ? palette.bold(label) : label} `;
  const indent = Math.max(textColumn, 5 + label.length);
  const loud = stage.loud ? paint(palette, stage.state, palette.bold(stage.loud)) : '';
  const gap = stage.loud ? Math.max(11, stage.loud.length + 3) : 0;
  const first = prefix + loud + ' '.repeat(gap - (stage.loud?.length ?? 0));
  const quiet = stage.state === 'skip' ? palette.dim : undefined;
  return [
    ...hang(first, indent + gap, plain(stage.text), width, quiet),
    ...stage.details.flatMap((detail) => hang(' '.repeat(indent), indent, plain(detail), width, palette.dim)),
  ];
}

/** A stage that is under way, drawn in the live zone: spinner, time, what is being done now. */
export function runningLines(
  stage: Stage,
  now: { readonly spinner: string; readonly activity: string; readonly seconds: number },
  palette: Palette,
  width: number,
): string[] {
  const prefix = `  ${now.spinner} ${stage.label.padEnd(labelWidth - 1)} `;
  const time = now.seconds >= 3 ? `${Math.floor(now.seconds)} s` : '';
  const text = [plain(stage.text), time].filter(Boolean).join('   ');
  return [
    ...hang(prefix, textColumn, text, width),
    ...stage.details.flatMap((detail) =>
      hang(' '.repeat(textColumn), textColumn, plain(detail), width, palette.dim),
    ),
    ...(now.activity
      ? hang(' '.repeat(textColumn), textColumn, plain(now.activity), width, palette.dim).slice(0, 2)
      : []),
  ];
}
