import type { V1Deployment, V1ReplicaSet } from '@kubernetes/client-node';

export const revision = 'deployment.kubernetes.io/revision';

/** Workloads that the operator made for a pool. That they are Deployments owned by a WordcabPool is an assumption. */
export const isPoolWorkload = ({ metadata }: V1Deployment): boolean =>
  (metadata?.ownerReferences ?? []).some(({ kind }) => kind === 'WordcabPool');

export const setsOf = ({ metadata }: V1Deployment, sets: readonly V1ReplicaSet[]): V1ReplicaSet[] =>
  sets.filter((set) =>
    (set.metadata?.ownerReferences ?? []).some((owner) => owner.controller && owner.uid === metadata?.uid),
  );
