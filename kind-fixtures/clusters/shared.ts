import type { ClusterAccess } from './cluster.ts';
import { localCluster } from './local/local.ts';

/** The name of the cluster that all e2e tests share; a developer may name one that is kept up. */
export const sharedClusterName = process.env.SEATRIAL_TEST_CLUSTER ?? 'seatrial-test';

export interface SharedCluster extends ClusterAccess, AsyncDisposable {
  /** Makes an image archive usable by the cluster's pods. */
  loadImage(archivePath: string): Promise<void>;
}

/**
 * The one cluster of a run of e2e tests: up if it is not, and taken down at the
 * end by whoever brought it up. Every test works in namespaces of its own.
 * It may run beside a cluster of another name, at the price of the machine's cores.
 */
export async function acquireSharedCluster(
  onEvent: (line: string) => void = () => {},
): Promise<SharedCluster> {
  const provider = localCluster(sharedClusterName);
  const up = await provider.up({ onEvent: (event) => onEvent(`${event.step}: ${event.detail}`) });
  if (!up.ok) throw new Error(`the cluster for the e2e tests did not come up: ${up.reason}`);
  const { alreadyRunning, phases: _, ...access } = up.value;
  return {
    ...access,
    loadImage: async (archivePath) => {
      const loaded = await provider.loadImage(archivePath);
      if (!loaded.ok) throw new Error(loaded.reason);
    },
    [Symbol.asyncDispose]: async () => {
      if (alreadyRunning) return;
      const down = await provider.down();
      if (!down.ok) throw new Error(down.reason);
    },
  };
}

/** The shared cluster inside a test file, where the global set-up has brought it up. */
export async function sharedCluster(): Promise<Omit<SharedCluster, keyof AsyncDisposable>> {
  const provider = localCluster(sharedClusterName);
  const access = await provider.kubeconfig();
  if (!access.ok) throw new Error(access.reason);
  return {
    ...access.value,
    loadImage: async (archivePath) => {
      const loaded = await provider.loadImage(archivePath);
      if (!loaded.ok) throw new Error(loaded.reason);
    },
  };
}
