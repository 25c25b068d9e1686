import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { attempt, FixtureError, failed } from '../../toolchain/fixture-error.ts';
import type { ClusterAccess, ClusterProvider } from '../cluster.ts';

/** The cluster that the user's kubeconfig points at. It is used, never brought up, changed or removed. */
export function existingCluster(): ClusterProvider {
  const describe = async () => {
    const { config, found } = await current();
    return `context ${found.context} at ${found.server}, Kubernetes ${await serverVersion(config)}`;
  };
  return {
    name: 'existing',
    title: "the current context of the user's kubeconfig",
    usable: () => attempt(describe),
    up: ({ images = [] } = {}) =>
      attempt(async () => {
        if (images.length > 0) throw new FixtureError('usage', cannotLoad(images.join(', ')));
        const { config, found } = await current();
        await serverVersion(config);
        return { ...found, alreadyRunning: true, phases: {} };
      }),
    down: async () => failed('usage', 'An existing cluster is not ours to take down: it is left as it is.'),
    status: () =>
      attempt(async () => {
        const { found } = await current();
        return { state: 'running', summary: await describe(), parts: [], access: found };
      }),
    kubeconfig: () => attempt(async () => (await current()).found),
    logs: async () =>
      failed('usage', "An existing cluster's own logs are kept by whoever runs it; use its tools."),
    loadImage: async (archive) => failed('usage', cannotLoad(archive)),
  };
}

const cannotLoad = (archive: string) =>
  `Images cannot be loaded into an existing cluster: push ${archive} to a registry that its nodes can pull from (\`docker load\`, \`docker tag\`, \`docker push\`) and name that image in the values.`;

async function current(): Promise<{ config: KubeConfig; found: ClusterAccess }> {
  const path = process.env.KUBECONFIG ?? join(homedir(), '.kube/config');
  // Without a file the client would fall back to http://localhost:8080, which nobody meant.
  for (const file of path.split(':').filter(Boolean)) {
    await access(file).catch(() => {
      throw new FixtureError(
        'unavailable',
        `There is no kubeconfig at ${file}: set KUBECONFIG, or use \`--cluster local\`.`,
      );
    });
  }
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new FixtureError(
      'unavailable',
      `The kubeconfig ${path} cannot be read: ${(error as Error).message}.`,
      { cause: error },
    );
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new FixtureError(
      'unavailable',
      `The kubeconfig ${path} has no current context: choose one with \`kubectl config use-context\`.`,
    );
  }
  const context = config.getCurrentContext();
  return { config, found: { name: context, kubeconfig: path, context, server: cluster.server } };
}

async function serverVersion(config: KubeConfig): Promise<string> {
  const { VersionApi } = await import('@kubernetes/client-node');
  try {
    return (await config.makeApiClient(VersionApi).getCode()).gitVersion;
  } catch (error) {
    throw new FixtureError(
      'unavailable',
      `The cluster of context ${config.getCurrentContext()} does not answer at ${config.getCurrentCluster()?.server}: check that it runs and that you are logged in.`,
      { cause: error },
    );
  }
}
