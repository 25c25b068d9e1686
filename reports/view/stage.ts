import type { Outcome } from '../../suites/record/outcome.ts';

export type StageState = Outcome | 'waiting' | 'running';

/** One line of the story of a run, with what a reader needs below it. */
export interface Stage {
  /** Unique within a run: `verify`, `bench.tts-stream`, `rollback`. */
  readonly key: string;
  readonly label: string;
  readonly state: StageState;
  /** The line's loud first word, such as a verdict. */
  readonly loud?: string;
  readonly text: string;
  readonly details: readonly string[];
}

/** A stage that will not change any more. */
export const isOver = ({ state }: Stage): boolean => state !== 'waiting' && state !== 'running';
