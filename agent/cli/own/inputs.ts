import type { Command } from 'commander';
import type { CheckDefinition } from '../../../suites/declared/definition.ts';
import type { Platform } from '../../../suites/platforms/platform.ts';
import type { ReleaseSnapshot } from '../../../suites/release/snapshot.ts';
import type { Settings } from '../../../suites/settings.ts';
import { type Options, textOf } from '../command.ts';
import { CliError } from '../errors.ts';

/** Names of the files that say what a run cannot see: settings, own checks, what was there before. */
export interface InputFiles {
  readonly settings: string | undefined;
  readonly checks: string | undefined;
  readonly config: string | undefined;
  readonly before: string | undefined;
}

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

/** What the files say. */
export interface Inputs {
  readonly platform: Platform;
  readonly settings: Settings;
  readonly declared: readonly CheckDefinition[];
  readonly before: ReleaseSnapshot | undefined;
}

/** Reads them and finds the platform, the user's own among them. @throws CliError (`usage`) */
export async function readInputs(name: string, files: InputFiles): Promise<Inputs> {
  const [{ loadConfig }, { readYaml }, { checkDefinitions }, { settings }, { platforms }, { withOwnChecks }] =
    await Promise.all([
      import('./load-config.ts'),
      import('./read-yaml.ts'),
      import('../../../suites/declared/definition.ts'),
      import('../../../suites/settings.ts'),
      import('../../../suites/platforms/index.ts'),
      import('../../../suites/own-config.ts'),
    ]);
  const config = await loadConfig(files.config);
  const all = new Map(
    [...Object.values(platforms), ...(config.platforms ?? [])].map((platform) => [platform.name, platform]),
  );
  const platform = all.get(name);
  if (!platform)
    throw new CliError('usage', `There is no platform ${name}: choose one of ${[...all.keys()].join(', ')}.`);
  const declared = files.checks ? await readYaml(files.checks, checkDefinitions, 'list of checks') : [];
  const before = files.before
    ? await (await import('../operations/read-snapshot.ts')).readSnapshot(files.before)
    : undefined;
  return {
    platform: extended(() => withOwnChecks(platform, config)),
    settings: files.settings ? await readYaml(files.settings, settings, 'settings') : settings.parse({}),
    declared: [...(config.declared ?? []), ...declared],
    before,
  };
}

function extended(withChecks: () => Platform): Platform {
  try {
    return withChecks();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new CliError('usage', `The configuration cannot be used: ${cause.message}.`, cause);
  }
}
