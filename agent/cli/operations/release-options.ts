import type { Command } from 'commander';
import { type Options, textOf } from '../command.ts';

/** Which release a command is about. */
export interface ReleaseOptions {
  readonly platform: string;
  readonly release: string;
  readonly namespace: string;
  readonly kubeContext: string | undefined;
}

export const declareRelease = (command: Command): Command =>
  command
    .option('--platform <name>', 'the profile of the platform', 'cartesia')
    .option('--release <name>', "the Helm release's name; the platform's name unless given")
    .option('-n, --namespace <name>', "the release's namespace; its name unless given")
    .option('--context <name>', 'the kubeconfig context; the current one unless given');

export function releaseOptions(options: Options): ReleaseOptions {
  const platform = String(options.platform);
  const release = textOf(options, 'release') ?? platform;
  return {
    platform,
    release,
    namespace: textOf(options, 'namespace') ?? release,
    kubeContext: textOf(options, 'context'),
  };
}
