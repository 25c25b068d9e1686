import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { gpusOf, isGpu } from '../controllers.ts';
import { quantity } from '../quantity.ts';

/** Free GPUs of a node by resource; may be changed while pods are laid onto it. */
export interface NodeRoom {
  readonly node: V1Node;
  readonly free: Map<string, number>;
}

const ended: readonly string[] = ['Succeeded', 'Failed'];

/** What the pods of all namespaces leave of each node's allocatable GPUs. */
export function freeGpus(nodes: readonly V1Node[], pods: readonly V1Pod[]): NodeRoom[] {
  const onNode = Map.groupBy(
    pods.filter(({ status }) => !ended.includes(status?.phase ?? '')),
    ({ spec }) => spec?.nodeName,
  );
  return nodes.map((node) => {
    const free = new Map(
      Object.entries(node.status?.allocatable ?? {})
        .filter(([name]) => isGpu(name))
        .map(([name, value]) => [name, quantity(value)]),
    );
    for (const pod of onNode.get(node.metadata?.name) ?? [])
      for (const [name, count] of gpusOf(pod.spec!)) free.set(name, (free.get(name) ?? 0) - count);
    return { node, free };
  });
}

/** Pods that ask for GPUs and wait for a node: they are first in line. */
export const waitingForGpus = (pods: readonly V1Pod[]): V1Pod[] =>
  pods.filter(
    ({ spec, status, metadata }) =>
      spec !== undefined &&
      spec.nodeName === undefined &&
      !ended.includes(status?.phase ?? '') &&
      metadata?.deletionTimestamp === undefined &&
      gpusOf(spec).size > 0,
  );
