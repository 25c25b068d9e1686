import { type KubeConfig, type KubernetesObject, KubernetesObjectApi } from '@kubernetes/client-node';
import { asProbeError, statusOf } from '../../../suites/probes/kubernetes/api-error.ts';

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
        const live = await ended(api.read(asked), signal);
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

const requestSeconds = 10;

/** The client's object API takes no signal: its answer is not waited for any longer. */
async function ended<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(requestSeconds * 1000)]);
  const { promise, reject } = Promise.withResolvers<never>();
  const onEnd = () => reject(ending.reason);
  ending.addEventListener('abort', onEnd, { once: true });
  try {
    return await Promise.race([answer, promise]);
  } finally {
    ending.removeEventListener('abort', onEnd);
  }
}
