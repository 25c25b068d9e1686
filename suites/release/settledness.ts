import type {
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Pod,
  V1ReplicaSet,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { Subject } from './subject.ts';

/** What is looked at to tell whether a rollout is over. */
export interface RolloutSnapshot {
  readonly deployments: readonly V1Deployment[];
  readonly statefulSets: readonly V1StatefulSet[];
  readonly daemonSets: readonly V1DaemonSet[];
  readonly replicaSets: readonly V1ReplicaSet[];
  readonly pods: readonly V1Pod[];
  readonly endpointSlices: readonly V1EndpointSlice[];
}

export interface Settledness {
  /** What the rollout still waits for; empty when it is over. */
  readonly waiting: readonly string[];
  /** A sentence when waiting longer cannot help. */
  readonly hopeless: string | null;
  /** True when all that is missing is room in the cluster. */
  readonly noRoom: boolean;
  /** Workloads whose pods are being replaced now. */
  readonly moving: readonly string[];
  /** Pods of the current templates. */
  readonly pods: number;
  readonly availability: Readonly<Record<string, { available: number; desired: number }>>;
}

/** Whether the subject's rollout is over: DESIGN, 'Settled means settled'. Pure. */
export function settledness(subject: Subject, seen: RolloutSnapshot): Settledness {
  const waiting: string[] = [];
  const moving: string[] = [];
  const availability: Record<string, { available: number; desired: number }> = {};
  let hopeless: string | null = null;
  const current = new Set<string>();
  const old = new Set<string>();

  for (const workload of subject.workloads) {
    const name = `${workload.kind}/${workload.name}`;
    const found = controllerStatus(workload.kind, workload.name, seen);
    if (!found) {
      waiting.push(`${name} is gone`);
      continue;
    }
    availability[name] = { available: found.available, desired: found.desired };
    if (found.updated < found.desired || found.total > found.updated) moving.push(name);
    if (found.stale) waiting.push(`${name}: its controller has not seen the change yet`);
    else if (found.updated < found.desired)
      waiting.push(`${name}: ${found.updated} of ${found.desired} pods updated`);
    else if (found.total > found.updated)
      waiting.push(`${name}: ${found.total - found.updated} old pods left`);
    else if (found.available < found.desired)
      waiting.push(`${name}: ${found.available} of ${found.desired} pods available`);
    if (found.deadlineExceeded) hopeless ??= `${name} made no progress within its deadline`;
    for (const pod of seen.pods.filter(found.owns))
      (found.isCurrent(pod) ? current : old).add(pod.metadata!.uid!);
  }

  for (const slice of seen.endpointSlices) {
    for (const endpoint of slice.endpoints ?? []) {
      const uid = endpoint.targetRef?.uid;
      if (uid && old.has(uid) && endpoint.conditions?.ready !== false) {
        waiting.push(
          `Service ${slice.metadata?.labels?.['kubernetes.io/service-name']} still routes to ${endpoint.targetRef!.name}, a pod of the old template`,
        );
      }
    }
  }

  const unready = seen.pods.filter((pod) => current.has(pod.metadata!.uid!) && !isReady(pod));
  for (const pod of unready) {
    const trouble = crashing(pod);
    if (trouble) hopeless ??= `Pod/${pod.metadata!.name}: ${trouble}`;
    else if (waiting.length > 0) waiting.push(`Pod/${pod.metadata!.name}: ${stateOf(pod)}`);
  }
  return {
    waiting,
    hopeless,
    moving,
    noRoom: unready.length > 0 && unready.every(isUnschedulable),
    pods: current.size,
    availability,
  };
}

interface ControllerStatus {
  readonly desired: number;
  readonly updated: number;
  readonly total: number;
  readonly available: number;
  readonly stale: boolean;
  readonly deadlineExceeded: boolean;
  readonly owns: (pod: V1Pod) => boolean;
  readonly isCurrent: (pod: V1Pod) => boolean;
}

const ownerIs = (uid: string | undefined) => (object: V1Pod | V1ReplicaSet) =>
  uid !== undefined &&
  (object.metadata?.ownerReferences ?? []).some((owner) => owner.controller && owner.uid === uid);

function controllerStatus(kind: string, name: string, seen: RolloutSnapshot): ControllerStatus | null {
  const named = <T extends { metadata?: { name?: string } }>(objects: readonly T[]) =>
    objects.find((object) => object.metadata?.name === name);
  if (kind === 'Deployment') {
    const found = named(seen.deployments);
    if (!found) return null;
    const replicaSets = seen.replicaSets.filter(ownerIs(found.metadata!.uid));
    const revision = found.metadata?.annotations?.['deployment.kubernetes.io/revision'];
    const newest = replicaSets.find(
      (set) => set.metadata?.annotations?.['deployment.kubernetes.io/revision'] === revision,
    );
    const isCurrent = ownerIs(newest?.metadata?.uid);
    return {
      desired: found.spec?.replicas ?? 1,
      updated: found.status?.updatedReplicas ?? 0,
      total: found.status?.replicas ?? 0,
      available: found.status?.availableReplicas ?? 0,
      stale: isStale(found),
      deadlineExceeded: (found.status?.conditions ?? []).some(
        ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
      ),
      owns: (pod) => replicaSets.some((set) => ownerIs(set.metadata!.uid)(pod)),
      isCurrent,
    };
  }
  if (kind === 'StatefulSet') {
    const found = named(seen.statefulSets);
    if (!found) return null;
    const owns = ownerIs(found.metadata!.uid);
    const isCurrent = (pod: V1Pod) =>
      pod.metadata?.labels?.['controller-revision-hash'] === found.status?.updateRevision;
    const own = seen.pods.filter(owns);
    return {
      desired: found.spec?.replicas ?? 1,
      updated: own.filter(isCurrent).length,
      total: own.length,
      available: found.status?.availableReplicas ?? 0,
      stale: isStale(found),
      deadlineExceeded: false,
      owns,
      isCurrent,
    };
  }
  const found = named(seen.daemonSets);
  if (!found) return null;
  const updated = found.status?.updatedNumberScheduled ?? 0;
  return {
    desired: found.status?.desiredNumberScheduled ?? 0,
    updated,
    total: updated,
    available: found.status?.numberAvailable ?? 0,
    stale: isStale(found),
    deadlineExceeded: false,
    owns: ownerIs(found.metadata!.uid),
    isCurrent: () => true,
  };
}

const isStale = (object: V1Deployment | V1StatefulSet | V1DaemonSet): boolean =>
  (object.metadata?.generation ?? 0) > (object.status?.observedGeneration ?? 0);

export const isReady = (pod: V1Pod): boolean =>
  (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');

const isUnschedulable = (pod: V1Pod): boolean =>
  (pod.status?.conditions ?? []).some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable',
  );

/** Restarts of one container from which on a crash is not a stumble at the start. */
const hopelessRestarts = 3;

function crashing(pod: V1Pod): string | null {
  for (const status of pod.status?.containerStatuses ?? []) {
    if (status.restartCount < hopelessRestarts || status.ready) continue;
    const last = status.lastState?.terminated;
    return `container ${status.name} ended ${status.restartCount} times, last with exit code ${last?.exitCode ?? '?'}`;
  }
  return null;
}

/** A pod's state in words: the waiting reason of its first container that is not ready, else its phase. */
export function stateOf(pod: V1Pod): string {
  if (isUnschedulable(pod)) return 'no node has room for it';
  const open = (pod.status?.containerStatuses ?? []).find((status) => !status.ready);
  const waiting = open?.state?.waiting;
  if (waiting?.reason) return `container ${open!.name} waits: ${waiting.reason}`;
  return open ? `container ${open.name} is not ready` : (pod.status?.phase ?? 'unknown');
}
