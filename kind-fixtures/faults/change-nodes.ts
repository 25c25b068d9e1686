import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { processesOfPod } from '../clusters/local/pod-processes.ts';
import type { NodeChange } from './fault-recipe.ts';
import { limitCpu } from './limit-cpu.ts';
import { narrowLink } from './narrow-link.ts';

const everyMs = 200;

/**
 * Makes the changes at the node for the pods that are there, and from then on for those that come. Disposing takes them
 * back. Throws where the pods' processes are not this machine's to change.
 */
export async function changeNodes(
  config: KubeConfig,
  namespace: string,
  changes: readonly NodeChange[],
): Promise<AsyncDisposable> {
  const core = config.makeApiClient(CoreV1Api);
  const made = new AsyncDisposableStack();
  const known = new Set<string>();
  const look = async () => {
    for (const change of changes) {
      const { items } = await core.listNamespacedPod({ namespace, labelSelector: change.labels });
      for (const pod of items.filter(isRunning)) {
        const key = `${pod.metadata!.uid} ${change.change}`;
        if (known.has(key)) continue;
        made.use(await changed(pod, change));
        known.add(key);
      }
    }
  };
  const over = new AbortController();
  const goOn = async () => {
    while (!over.signal.aborted) {
      await sleep(everyMs);
      // A pod that is only half there, or just gone: the next look sees it as it is.
      await look().catch(() => {});
    }
  };
  await look().catch(async (error) => {
    await made.disposeAsync();
    throw error;
  });
  const going = goOn();
  return {
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await going;
      await made.disposeAsync();
    },
  };
}

const isRunning = ({ metadata, status }: V1Pod): boolean =>
  status?.phase === 'Running' && metadata?.deletionTimestamp === undefined;

async function changed({ metadata }: V1Pod, change: NodeChange): Promise<AsyncDisposable> {
  const processes = await processesOfPod(metadata!.uid!);
  if (processes.length === 0) throw new Error(`no process of Pod/${metadata!.name} runs on this machine`);
  return change.change === 'cpu' ? limitCpu(processes, change) : narrowLink(processes[0]!, change);
}
