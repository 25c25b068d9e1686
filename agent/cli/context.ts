import type { ScreenStream } from '../../reports/console/screen.ts';
import type { Owner } from './owner.ts';

/** What a command gets of the world. */
export interface CliContext {
  /** For results: what a program may read. */
  readonly stdout: ScreenStream;
  /** For progress and complaints: what a person reads. */
  readonly stderr: ScreenStream;
  readonly env: NodeJS.ProcessEnv;
  readonly owner: Owner;
  /** The version of Seatrial. */
  readonly version: string;
}

/** The code that the process exits with. */
export type ExitCode = number;
