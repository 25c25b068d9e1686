import { readFileSync } from 'node:fs';
import type { ScreenStream } from '../../reports/console/screen.ts';
import { detailsOf, exitCodes, explain } from './errors.ts';
import { Owner } from './owner.ts';

/** The process as the command line needs it, so that tests can be one. */
export type CliProcess = Pick<NodeJS.Process, 'on' | 'off' | 'exit' | 'env'> & {
  readonly stdout: ScreenStream;
  readonly stderr: ScreenStream;
};

/** Runs one command line to its end, cleans up, and answers the exit code. Never rejects, never prints a stack unless asked. */
export async function main(args: readonly string[], process: CliProcess): Promise<number> {
  const { stdout, stderr, env } = process;
  const debug = args.includes('--debug');
  const say = (text: string): void => void stderr.write(`seatrial: ${text}\n`);
  // A reader that leaves early, such as `head`, wants nothing more.
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(exitCodes.pass);
    });
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const owner = new Owner(process, say);
  try {
    await using _owned = owner;
    const { runProgram } = await import('./program.ts');
    return await runProgram(args, { stdout, stderr, env, owner, version });
  } catch (error) {
    // After Ctrl-C whatever fails fails because of it.
    const { exitCode, sentence } = explain(owner.signal.aborted ? owner.signal.reason : error);
    if (sentence) say(sentence);
    if (debug) stderr.write(`${detailsOf(error)}\n`);
    return exitCode;
  }
}
