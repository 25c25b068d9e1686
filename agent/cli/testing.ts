import { EventEmitter } from 'node:events';
import { paper } from '../../reports/testing/paper.ts';
import { main } from './main.ts';

export interface CliEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, with streams, signals and an environment of its own. */
export async function seatrial(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  during: (signals: EventEmitter) => void = () => {},
): Promise<CliEnd> {
  const [stdout, stderr] = [paper({ columns: 120 }), paper({ columns: 120 })];
  const signals = new EventEmitter();
  const exit = (code?: string | number | null): never => {
    throw new Error(`left at once with ${code}`);
  };
  const process = Object.assign(signals, { env, exit, stdout, stderr }) as never;
  const ending = main(args, process);
  during(signals);
  return { exitCode: await ending, stdout: stdout.text(), stderr: stderr.text() };
}
