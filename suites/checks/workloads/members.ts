import type { V1DaemonSet, V1Deployment, V1Pod, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import type { ClusterReader, KubernetesRule } from '../../probes/kubernetes/reader.ts';
import type { Subject, Workload } from '../../release/subject.ts';
import { selects } from './label-selector.ts';

/** What reading a release's members touches. */
export const memberRules = [
  'list:daemonsets',
  'list:deployments',
  'list:pods',
  'list:replicasets',
  'list:statefulsets',
] as const satisfies readonly KubernetesRule[];

export type MemberReader = ClusterReader<(typeof memberRules)[number]>;
export type Controller = V1Deployment | V1StatefulSet | V1DaemonSet;

/** A workload of the release with the pods that are its own now. */
export interface Member {
  /** `Deployment/tts-worker`. */
  readonly name: string;
  readonly workload: Workload;
  readonly object: Controller;
  /** Its live pods: neither finished nor terminating. A pod without a controller that has its labels is among them. */
  readonly pods: readonly V1Pod[];
  /** Whether a pod is of the template that the workload has now. */
  readonly isCurrent: (pod: V1Pod) => boolean;
}

export interface Members {
  readonly members: readonly Member[];
  /** Workloads of the release that are no longer there. */
  readonly gone: readonly string[];
}

/** The release's workloads and their pods, by owner. Helpers that only pull images are left out. Throws `ProbeError`. */
export async function readMembers(subject: Subject, kubernetes: MemberReader): Promise<Members> {
  const [deployments, statefulSets, daemonSets, replicaSets, pods] = await Promise.all([
    kubernetes.list('deployments'),
    kubernetes.list('statefulsets'),
    kubernetes.list('daemonsets'),
    kubernetes.list('replicasets'),
    kubernetes.list('pods'),
  ]);
  const byKind = { Deployment: deployments, StatefulSet: statefulSets, DaemonSet: daemonSets };
  const live = pods.filter(isLive);
  const gone: string[] = [];
  const members = subject.workloads.flatMap((workload): Member[] => {
    const name = `${workload.kind}/${workload.name}`;
    const object = (byKind[workload.kind] as readonly Controller[]).find(
      ({ metadata }) => metadata?.name === workload.name,
    );
    if (!object) {
      gone.push(name);
      return [];
    }
    if (isHelper(object)) return [];
    const sets = replicaSets.filter((set) => controllerOf(set) === object.metadata?.uid);
    const owners = new Set([object.metadata?.uid, ...sets.map(({ metadata }) => metadata?.uid)]);
    const own = live.filter((pod) => {
      const controller = controllerOf(pod);
      return controller === undefined
        ? selects(object.spec?.selector, pod.metadata?.labels)
        : owners.has(controller);
    });
    return [{ name, workload, object, pods: own, isCurrent: currentPods(workload.kind, object, sets) }];
  });
  return { members, gone };
}

/** A pod that serves or is to serve: not finished, not terminating, not a hook's or a Job's. */
export const isLive = ({ metadata, status }: V1Pod): boolean =>
  metadata?.deletionTimestamp === undefined &&
  metadata?.annotations?.['helm.sh/hook'] === undefined &&
  !(metadata?.ownerReferences ?? []).some(({ kind }) => kind === 'Job') &&
  status?.phase !== 'Succeeded' &&
  status?.phase !== 'Failed';

/** A pod whose containers do nothing: what image pre-pulls leave running. */
const isHelper = (object: Controller): boolean => {
  const containers = object.spec?.template.spec?.containers ?? [];
  return containers.length > 0 && containers.every(({ image }) => /(^|\/)pause(:|@|$)/.test(image ?? ''));
};

const controllerOf = ({ metadata }: V1Pod | V1ReplicaSet): string | undefined =>
  metadata?.ownerReferences?.find(({ controller }) => controller)?.uid;

const revision = 'deployment.kubernetes.io/revision';
const templateGeneration = 'deprecated.daemonset.template.generation';

function currentPods(
  kind: Workload['kind'],
  object: Controller,
  sets: readonly V1ReplicaSet[],
): Member['isCurrent'] {
  if (kind === 'Deployment') {
    const now = object.metadata?.annotations?.[revision];
    const newest = sets.find(({ metadata }) => metadata?.annotations?.[revision] === now)?.metadata?.uid;
    return (pod) => newest !== undefined && controllerOf(pod) === newest;
  }
  if (kind === 'StatefulSet') {
    const now = (object as V1StatefulSet).status?.updateRevision;
    return (pod) => now !== undefined && pod.metadata?.labels?.['controller-revision-hash'] === now;
  }
  const now = object.metadata?.annotations?.[templateGeneration];
  return (pod) => {
    const generation = pod.metadata?.labels?.['pod-template-generation'];
    return now === undefined || generation === undefined || generation === now;
  };
}
