import type { V1Node, V1Pod, V1PodSpec } from '@kubernetes/client-node';
import { gpusOf } from '../checks/preflight/controllers.ts';
import { quantity } from '../checks/preflight/quantity.ts';
import { isEligible } from '../checks/preflight/room/nodes.ts';
import { gpuModelOfNode } from './gpu-model-of-node.ts';
import { isPodOf } from './pods-of.ts';
import type { Subject, Workload } from './subject.ts';

/** A workload, and what its template asks of a node. */
export type Placed = Pick<Workload, 'kind' | 'name'> & { readonly pod: V1PodSpec };

/**
 * The GPU model of the nodes that host the workloads' pods, or that may host them where none is placed yet. Several
 * models are none: `mix` says which, and how many GPUs of each.
 */
export function gpuModelOfSubject(
  workloads: readonly Placed[],
  pods: readonly V1Pod[],
  nodes: readonly V1Node[],
): Pick<Subject['gpu'], 'model' | 'mix'> {
  const placed = pods.filter(isPodOf(workloads)).flatMap(({ metadata, spec, status }) => {
    const node = nodes.find((one) => one.metadata?.name === spec?.nodeName);
    const gone =
      metadata?.deletionTimestamp !== undefined || ['Succeeded', 'Failed'].includes(status?.phase ?? '');
    if (!node || !spec || gone) return [];
    return [...gpusOf(spec)].map(([resource, gpus]) => ({ model: gpuModelOfNode(node, resource), gpus }));
  });
  if (placed.length > 0)
    return oneOf(placed, (model, gpus) => `${gpus} × ${model ?? 'a GPU without a label'}`);
  // What may host them: a node without a label says nothing of where they will be.
  const possible = workloads.flatMap(({ pod }) =>
    [...gpusOf(pod).keys()].flatMap((resource) =>
      nodes
        .filter((node) => quantity(node.status?.allocatable?.[resource] ?? 0) > 0 && isEligible(node, pod))
        .flatMap((node) => gpuModelOfNode(node, resource) ?? [])
        .map((model) => ({ model, gpus: 1 })),
    ),
  );
  return oneOf(possible, (model) => model!);
}

function oneOf(
  found: readonly { readonly model: string | null; readonly gpus: number }[],
  says: (model: string | null, gpus: number) => string,
): Pick<Subject['gpu'], 'model' | 'mix'> {
  const byModel = [...Map.groupBy(found, ({ model }) => model)].sort(([a], [b]) =>
    (a ?? '~') < (b ?? '~') ? -1 : 1,
  );
  if (byModel.length <= 1) return { model: byModel[0]?.[0] ?? null };
  const kinds = byModel.map(([model, all]) =>
    says(
      model,
      all.reduce((sum, { gpus }) => sum + gpus, 0),
    ),
  );
  return { model: null, mix: kinds.join(' and ').slice(0, 200) };
}
