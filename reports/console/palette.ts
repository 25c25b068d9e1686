import pc from 'picocolors';
import type { StageState } from '../view/stage.ts';

export type Palette = ReturnType<typeof pc.createColors>;

/** What decides about colour and liveliness; `process.env` and a stream in real life. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Colour where a person looks at a terminal, unless NO_COLOR says otherwise; FORCE_COLOR wins where it is set. */
export function paletteFor(terminal: Terminal, env: NodeJS.ProcessEnv): Palette {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  const wanted = terminal.isTTY === true && env.TERM !== 'dumb';
  return pc.createColors(!env.NO_COLOR && (forced || wanted));
}

const symbols: Record<StageState, string> = {
  pass: '✔',
  fail: '✖',
  inconclusive: '?',
  skip: '–',
  running: '•',
  waiting: ' ',
};

export const symbolOf = (state: StageState): string => symbols[state];

/** The colour of a state; the symbol says the same to those who see no colour. */
export function paint(palette: Palette, state: StageState, text: string): string {
  switch (state) {
    case 'pass':
      return palette.green(text);
    case 'fail':
      return palette.red(text);
    case 'inconclusive':
      return palette.yellow(text);
    case 'running':
      return palette.cyan(text);
    default:
      return palette.dim(text);
  }
}
