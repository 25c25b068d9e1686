import type { Command } from 'commander';
import type { InputFiles, Inputs } from '../../../suites/host/own/read-inputs.ts';
import { type Options, textOf } from '../command.ts';

export type { InputFiles, Inputs };

export const declareInputs = (command: Command): Command =>
  command
    .option('--settings <file>', 'what cannot be seen in the cluster (YAML): hosts, Prometheus, posture, …')
    .option(
      '--checks <file>',
      'checks of your own without code (YAML): http, promql, object, tcp, tls, container',
    )
    .option(
      '--config <file>',
      'checks and platforms of your own in TypeScript; seatrial.config.ts unless given',
    )
    .option('--before <file>', 'what `seatrial record -o` wrote before the rollout');

export const inputFiles = (options: Options): InputFiles => ({
  settings: textOf(options, 'settings'),
  checks: textOf(options, 'checks'),
  config: textOf(options, 'config'),
  before: textOf(options, 'before'),
});

/** Reads them and finds the platform, the user's own among them. @throws InputError, which the command line explains */
export async function readInputs(name: string, files: InputFiles): Promise<Inputs> {
  const { readInputs: read } = await import('../../../suites/host/own/read-inputs.ts');
  return read(name, files);
}
