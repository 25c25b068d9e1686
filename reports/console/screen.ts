import { createLogUpdate } from 'log-update';
import { type Palette, paletteFor } from './palette.ts';

/** A stream that may be a terminal: `process.stdout`, or a test's. */
export type ScreenStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMilliseconds = 120;

/**
 * Lines that stay, and below them a zone that lives. Where no terminal is, there is no zone and nothing moves.
 * Dispose it to give the terminal back.
 */
export interface Screen {
  readonly live: boolean;
  readonly palette: Palette;
  /** Characters per line that may be used. */
  readonly width: number;
  /** Writes lines that stay. */
  print(lines: readonly string[]): void;
  /** Sets what is drawn below the lines; drawn anew for every frame of the spinner. Null clears it. */
  zone(draw: ((spinner: string) => readonly string[]) | null): void;
  [Symbol.dispose](): void;
}

export function createScreen(stream: ScreenStream, env: NodeJS.ProcessEnv): Screen {
  const live = stream.isTTY === true && env.TERM !== 'dumb' && !env.CI;
  const palette = paletteFor(stream, env);
  const width = (): number => Math.max(40, Math.min((stream.columns ?? 100) - 1, 140));
  return live ? liveScreen(stream, palette, width) : plainScreen(stream, palette, width);
}

function plainScreen(stream: ScreenStream, palette: Palette, width: () => number): Screen {
  return {
    live: false,
    palette,
    get width() {
      return width();
    },
    print: (lines) => void stream.write(lines.map((line) => `${line.trimEnd()}\n`).join('')),
    zone: () => {},
    [Symbol.dispose]: () => {},
  };
}

function liveScreen(stream: ScreenStream, palette: Palette, width: () => number): Screen {
  const log = createLogUpdate(stream as NodeJS.WriteStream);
  let draw: ((spinner: string) => readonly string[]) | null = null;
  let frame = 0;
  let timer: NodeJS.Timeout | null = null;
  const render = (): void => {
    if (draw) log(draw(palette.cyan(frames[frame++ % frames.length]!)).join('\n'));
  };
  const stop = (): void => {
    if (timer) clearInterval(timer);
    timer = null;
  };
  return {
    live: true,
    palette,
    get width() {
      return width();
    },
    print: (lines) => {
      if (lines.length > 0) log.persist(lines.join('\n'));
      render();
    },
    zone: (next) => {
      draw = next;
      if (next === null) {
        stop();
        log.clear();
        return;
      }
      render();
      timer ??= setInterval(render, frameMilliseconds).unref();
    },
    [Symbol.dispose]: () => {
      draw = null;
      stop();
      log.clear();
      log.done();
    },
  };
}
