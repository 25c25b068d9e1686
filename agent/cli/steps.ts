import { createScreen, type Screen, type ScreenStream } from '../../reports/console/screen.ts';
import { runningLines, stageLines } from '../../reports/console/stage-lines.ts';
import type { StageState } from '../../reports/view/stage.ts';
import { duration } from '../../reports/view/text.ts';

/** How a step ended, in words for its line. */
export interface StepEnd<T> {
  readonly text: string;
  readonly value: T;
  readonly state?: StageState;
  readonly details?: readonly string[];
}

/** Shows pieces of work while they go on, several at once if need be, in the look of a run's story. */
export interface Steps extends Disposable {
  readonly screen: Screen;
  step<T>(
    label: string,
    text: string,
    work: (update: (text: string) => void) => Promise<StepEnd<T>>,
  ): Promise<T>;
  /** A line that needs no work. */
  note(label: string, text: string, state?: StageState, details?: readonly string[]): void;
}

/** Without a terminal, a step that takes long says so every so often. */
const plainEverySeconds = 20;

export function createSteps(stream: ScreenStream, env: NodeJS.ProcessEnv): Steps {
  const screen = createScreen(stream, env);
  const running = new Map<string, { text: string; since: number }>();
  const draw = (): void =>
    screen.zone(
      running.size === 0
        ? null
        : (spinner) =>
            [...running].flatMap(([label, { text, since }]) => {
              const stage = { key: label, label, state: 'running' as const, text, details: [] };
              const seconds = (performance.now() - since) / 1000;
              return runningLines(
                stage,
                { spinner, activity: '', seconds },
                screen.palette,
                screen.width,
              ).slice(0, 2);
            }),
    );
  const note: Steps['note'] = (label, text, state = 'pass', details = []) =>
    screen.print(stageLines({ key: label, label, state, text, details }, screen.palette, screen.width));

  return {
    screen,
    note,
    async step(label, text, work) {
      const since = performance.now();
      let toldAt = since;
      running.set(label, { text, since });
      draw();
      try {
        const ended = await work((update) => {
          running.set(label, { text: update, since });
          const silent = (performance.now() - toldAt) / 1000;
          if (screen.live || silent < plainEverySeconds) return;
          toldAt = performance.now();
          note(label, update, 'running');
        });
        running.delete(label);
        draw();
        const seconds = (performance.now() - since) / 1000;
        if (ended.text) note(label, `${ended.text}   ${duration(seconds)}`, ended.state, ended.details);
        return ended.value;
      } catch (error) {
        running.delete(label);
        draw();
        throw error;
      }
    },
    [Symbol.dispose]: () => screen[Symbol.dispose](),
  };
}
