import type { KubeConfig } from '@kubernetes/client-node';
import { platforms } from '../../../suites/platforms/index.ts';
import type { Platform } from '../../../suites/platforms/platform.ts';
import { ApiReader } from '../../../suites/probes/kubernetes/api-reader.ts';
import type { CliContext } from '../context.ts';
import { CliError } from '../errors.ts';
import { loadKubeConfig } from '../kubernetes.ts';
import type { ReleaseOptions } from './release-options.ts';

/** A release as a command reads it. */
export interface OpenRelease extends ReleaseOptions {
  readonly profile: Platform;
  readonly config: KubeConfig;
  readonly reader: ApiReader;
}

/** @throws CliError (`usage` or `unavailable`) */
export async function openRelease(context: CliContext, options: ReleaseOptions): Promise<OpenRelease> {
  const profile = Object.hasOwn(platforms, options.platform) ? platforms[options.platform] : undefined;
  if (!profile)
    throw new CliError(
      'usage',
      `There is no platform ${options.platform}: choose one of ${Object.keys(platforms).join(', ')}.`,
    );
  const config = await loadKubeConfig(context.env, options.kubeContext);
  const reader = new ApiReader(config, options.namespace, context.owner.signal);
  return { ...options, profile, config, reader };
}

export const noRelease = ({ release, namespace, config }: OpenRelease): CliError =>
  new CliError(
    'unavailable',
    `There is no release ${release} in namespace ${namespace} of ${config.getCurrentContext()}: see --release and --namespace.`,
  );
