import { type KubeConfig, type KubernetesObject, KubernetesObjectApi } from '@kubernetes/client-node';
import { asProbeError, statusOf } from '../../../suites/probes/kubernetes/api-error.ts';
import { within } from '../../../suites/probes/kubernetes/request-options.ts';

const atOnce = 5;

/** These objects as they are in the cluster; those that are not there are left out. Throws `ProbeError`. */
export async function liveObjects(
  config: KubeConfig,
  namespace: string,
  wanted: readonly KubernetesObject[],
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const api = KubernetesObjectApi.makeApiClient(config);
  const found: KubernetesObject[] = [];
  const queue = wanted[Symbol.iterator]();
  const work = async () => {
    for (const { apiVersion = 'v1', kind = '', metadata } of queue) {
      const name = metadata?.name ?? '';
      const asked = { apiVersion, kind, metadata: { name, namespace: metadata?.namespace ?? namespace } };
      try {
        const live = await api.read(asked, undefined, undefined, undefined, within(10, signal) as never);
        found.push({ ...live, apiVersion, kind });
      } catch (error) {
        // Its kind may not be known to the cluster yet either.
        if (statusOf(error) === 404 || /Unrecognized API version and kind/i.test(String(error))) continue;
        signal.throwIfAborted();
        throw asProbeError(`get ${kind}/${name} in ${asked.metadata.namespace}`, error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return found;
}
