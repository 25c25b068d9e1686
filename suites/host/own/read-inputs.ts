import { type CheckDefinition, checkDefinitions } from '../../declared/definition.ts';
import { withOwnChecks } from '../../own-config.ts';
import { platforms } from '../../platforms/index.ts';
import { type Platform, suitesOf } from '../../platforms/platform.ts';
import { type ReleaseSnapshot, releaseSnapshot } from '../../release/snapshot.ts';
import { type Settings, settings } from '../../settings.ts';
import { InputError } from './input-error.ts';
import { loadConfig } from './load-config.ts';
import { readYaml } from './read-yaml.ts';

/** Names of the files that say what a run cannot see: settings, own checks, what was there before. */
export interface InputFiles {
  readonly settings: string | undefined;
  readonly checks: string | undefined;
  readonly config: string | undefined;
  readonly before: string | undefined;
}

/** What the files say. */
export interface Inputs {
  readonly platform: Platform;
  readonly settings: Settings;
  readonly declared: readonly CheckDefinition[];
  readonly before: ReleaseSnapshot | undefined;
}

/** Reads them and finds the platform, the user's own among them. @throws InputError */
export async function readInputs(name: string, files: InputFiles): Promise<Inputs> {
  const config = await loadConfig(files.config);
  const all = new Map(
    [...Object.values(platforms), ...(config.platforms ?? [])].map((platform) => [platform.name, platform]),
  );
  const platform = all.get(name);
  if (!platform)
    throw new InputError(`There is no platform ${name}: choose one of ${[...all.keys()].join(', ')}.`);
  const ofConfig = checkDefinitions.safeParse(config.declared ?? []);
  if (!ofConfig.success) {
    const { path, message } = ofConfig.error.issues[0]!;
    throw new InputError(`The configuration cannot be used: declared.${path.join('.')}: ${message}.`);
  }
  const ofFile = files.checks ? await readYaml(files.checks, checkDefinitions, 'list of checks') : [];
  const declared = [...ofConfig.data, ...ofFile];
  const ours = extended(() => withOwnChecks(platform, config));
  const taken = new Set(suitesOf(ours).flatMap(({ entries }) => entries.map(({ check }) => check.id)));
  const hidden = declared.find(({ id }) => taken.has(`own.${id}`));
  if (hidden)
    throw new InputError(
      `A check in code is called own.${hidden.id} already: give the declared one another id.`,
    );
  const twice = declared.find(({ id }, index) => declared.findIndex((one) => one.id === id) !== index);
  if (twice) throw new InputError(`Two declared checks are called ${twice.id}: give one another id.`);
  return {
    platform: ours,
    settings: files.settings ? await readYaml(files.settings, settings, 'settings') : settings.parse({}),
    declared,
    before: files.before
      ? await readYaml(files.before, releaseSnapshot, 'record of `seatrial record -o`')
      : undefined,
  };
}

function extended(withChecks: () => Platform): Platform {
  try {
    return withChecks();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new InputError(`The configuration cannot be used: ${cause.message}.`, cause);
  }
}
