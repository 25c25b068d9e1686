import type { V1PodSpec } from '@kubernetes/client-node';
import { type Controller, gpusOf } from '../controllers.ts';
import { surgeOf } from '../quantity.ts';

/** Pods that a rollout needs besides those that run, all alike. */
export interface Demand {
  /** `Deployment/tts-worker`. */
  readonly of: string;
  readonly pods: number;
  readonly pod: V1PodSpec;
  /** Per pod, by resource. */
  readonly gpus: ReadonlyMap<string, number>;
}

/**
 * What a workload's rollout asks for at its height, beyond what runs: the surge min(desired, maxSurge), and the pods
 * by which it grows. Replicas that an autoscaler has added stay desired. A StatefulSet replaces pods in place.
 */
export function surgeDemand(next: Controller, live: Controller | undefined, rolls: boolean): Demand | null {
  const gpus = gpusOf(next.pod);
  if (gpus.size === 0) return null;
  const running = live ? replicasOf(live) : 0;
  const desired = Math.max(replicasOf(next), running);
  const pods = desired - running + (rolls && live ? Math.min(desired, maxSurge(next, desired)) : 0);
  return pods > 0 ? { of: `${next.kind}/${next.name}`, pods, pod: next.pod, gpus } : null;
}

/** Desired pods; a DaemonSet's are not known before it is there. */
export function replicasOf({ kind, object }: Controller): number {
  if (kind === 'DaemonSet') return object.status?.desiredNumberScheduled ?? 0;
  return object.spec?.replicas ?? 1;
}

/** Kubernetes' own defaults: 25 % for a Deployment, none for a DaemonSet. */
function maxSurge({ kind, object }: Controller, desired: number): number {
  if (kind === 'StatefulSet') return 0;
  if (kind === 'DaemonSet')
    return surgeOf(object.spec?.updateStrategy?.rollingUpdate?.maxSurge ?? 0, desired);
  const { type = 'RollingUpdate', rollingUpdate } = object.spec?.strategy ?? {};
  return type === 'Recreate' ? 0 : surgeOf(rollingUpdate?.maxSurge ?? '25%', desired);
}
