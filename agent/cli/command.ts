import type { Command } from 'commander';
import type { CliContext, ExitCode } from './context.ts';

/**
 * One command: declares its arguments and options on a commander command, and answers what runs it. A command's
 * file imports nothing heavy at its top, because all of them are loaded for `--help`: what it needs is imported
 * when it runs.
 */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Lines of `seatrial …` with what they do, shown in its help. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  readonly declare?: (command: Command) => void;
  readonly run?: (context: CliContext, args: readonly string[], options: Options) => Promise<ExitCode>;
  /** Commands below this one, as in `cluster up`. */
  readonly commands?: readonly CommandSpec[];
}

/** Options as commander parsed them: strings, booleans, or what an option's parser made. */
export type Options = Readonly<Record<string, unknown>>;

/** An option that is text, if it was given. */
export const textOf = (options: Options, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

export const flagOf = (options: Options, name: string): boolean => options[name] === true;
