import type { V1DaemonSet, V1Deployment, V1StatefulSet } from '@kubernetes/client-node';
import type { Member } from './members.ts';

/** How far the rollout of one workload is. */
export interface RolloutState {
  readonly desired: number;
  /** What contradicts a rollout that is over. */
  readonly wrong: readonly string[];
  /** Pods that are desired and not available. */
  readonly missing: number;
  /** True where the controller has not yet looked at the newest spec: nothing can be told. */
  readonly stale: boolean;
}

/**
 * The rules of `kubectl rollout status`, and stricter: every pod is of the newest template, whatever the strategy.
 * kubectl calls a StatefulSet done that a partition holds back, and refuses to judge one with `OnDelete`.
 */
export function rolloutState(member: Member): RolloutState {
  const { object, pods, isCurrent } = member;
  const stale = (object.metadata?.generation ?? 0) > (object.status?.observedGeneration ?? 0);
  const { desired, available, wrong } = counted(member);
  const old = pods.filter((pod) => !isCurrent(pod)).map(({ metadata }) => metadata?.name);
  const missing = Math.max(0, desired - available);
  return {
    desired,
    missing,
    stale,
    wrong: [
      ...wrong,
      ...(old.length > 0
        ? [`${old.length} of ${pods.length} pods are not of its newest template (${old})`]
        : []),
      ...(missing > 0 ? [`${available} of ${desired} pods available`] : []),
    ],
  };
}

function counted({ workload, object }: Member): { desired: number; available: number; wrong: string[] } {
  if (workload.kind === 'Deployment') {
    const { spec, status } = object as V1Deployment;
    const desired = spec?.replicas ?? 1;
    const updated = status?.updatedReplicas ?? 0;
    const total = status?.replicas ?? 0;
    const late = (status?.conditions ?? []).find(({ reason }) => reason === 'ProgressDeadlineExceeded');
    return {
      desired,
      available: status?.availableReplicas ?? 0,
      wrong: [
        ...(late ? ['no progress within its deadline'] : []),
        ...(updated < desired ? [`${updated} of ${desired} pods updated`] : []),
        ...(total > updated ? [`${total - updated} old pods left`] : []),
      ],
    };
  }
  if (workload.kind === 'StatefulSet') {
    const { spec, status } = object as V1StatefulSet;
    const { updateRevision, currentRevision } = status ?? {};
    const partition = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
    const split = updateRevision !== undefined && currentRevision !== updateRevision;
    return {
      desired: spec?.replicas ?? 1,
      available: status?.availableReplicas ?? status?.readyReplicas ?? 0,
      wrong: split && partition > 0 ? [`partition ${partition} holds pods back`] : [],
    };
  }
  const { status } = object as V1DaemonSet;
  const desired = status?.desiredNumberScheduled ?? 0;
  const updated = status?.updatedNumberScheduled ?? 0;
  return {
    desired,
    available: status?.numberAvailable ?? 0,
    wrong: updated < desired ? [`${updated} of ${desired} pods updated`] : [],
  };
}
