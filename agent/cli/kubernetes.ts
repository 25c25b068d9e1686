import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { CliError } from './errors.ts';

/** The kubeconfig that kubectl would use, with the asked context. @throws CliError (`unavailable` or `usage`) */
export async function loadKubeConfig(env: NodeJS.ProcessEnv, context?: string): Promise<KubeConfig> {
  const inCluster = env.KUBERNETES_SERVICE_HOST !== undefined && env.KUBECONFIG === undefined;
  const path = env.KUBECONFIG ?? join(homedir(), '.kube/config');
  const files = path.split(':').filter(Boolean);
  const there = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (!inCluster && !there.includes(true))
    throw new CliError(
      'unavailable',
      `There is no kubeconfig at ${path}: set KUBECONFIG, or make a cluster with \`seatrial cluster up\`.`,
    );
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (inCluster) config.loadFromCluster();
    else
      for (const [index, file] of files.filter((_, at) => there[at]).entries()) {
        if (index === 0) config.loadFromFile(file);
        else {
          const more = new KubeConfig();
          more.loadFromFile(file);
          config.mergeConfig(more);
        }
      }
  } catch (cause) {
    throw new CliError(
      'unavailable',
      `The kubeconfig ${path} cannot be read: ${(cause as Error).message}.`,
      cause,
    );
  }
  if (context !== undefined) {
    if (!config.getContextObject(context))
      throw new CliError(
        'usage',
        `There is no context ${context} in ${path}: choose one of ${config
          .getContexts()
          .map((one) => one.name)
          .join(', ')}.`,
      );
    config.setCurrentContext(context);
  }
  if (!config.getCurrentCluster())
    throw new CliError(
      'unavailable',
      `The kubeconfig ${path} has no current context: choose one with \`kubectl config use-context\`.`,
    );
  return config;
}
