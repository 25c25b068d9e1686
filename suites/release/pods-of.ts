import type { V1Pod } from '@kubernetes/client-node';
import type { Workload } from './subject.ts';

/** Whether a pod is one of the workloads', by its controller's name; without a controller by its own. */
export function isPodOf(workloads: readonly Pick<Workload, 'kind' | 'name'>[]): (pod: V1Pod) => boolean {
  return ({ metadata }) => {
    const owner = metadata?.ownerReferences?.find(({ controller }) => controller);
    return workloads.some(({ kind, name }) => {
      if (!owner) return metadata?.name?.startsWith(`${name}-`) ?? false;
      // A ReplicaSet is named after its Deployment and a hash.
      if (owner.kind === 'ReplicaSet')
        return kind === 'Deployment' && owner.name.replace(/-[a-z0-9]+$/, '') === name;
      return owner.kind === kind && owner.name === name;
    });
  };
}
