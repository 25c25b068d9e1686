import type { V1Pod } from '@kubernetes/client-node';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { isReady, type RolloutSnapshot, stateOf } from '../../release/settledness.ts';
import type { Workload } from '../../release/subject.ts';
import { type Scaling, scalingOf } from './scaling.ts';

/** One workload of a release, and what its pods run. */
export interface Pool {
  readonly kind: Workload['kind'];
  readonly name: string;
  readonly desired: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  /** Tags that its pods carry now, with how many pods each, the most frequent first. */
  readonly tags: readonly { readonly tag: string; readonly pods: number }[];
  /** GPUs of the pods that are ready, and of those desired. */
  readonly gpus: { readonly ready: number; readonly desired: number };
  readonly scaling: Scaling | null;
  /** Pods that are there, of old and new templates, less those that are going. */
  readonly pods: number;
  /** What is wrong with pods that are not ready. */
  readonly trouble: readonly string[];
}

export function poolOf(
  { kind, name, gpusPerPod }: Workload,
  seen: RolloutSnapshot,
  scaled: readonly ScaledObject[],
  tagOf: (image: string) => string | null,
  now: Date,
): Pool {
  const counts = countsOf(kind, name, seen);
  const pods = podsOf(kind, name, seen).filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const unready = pods.filter((pod) => !isReady(pod));
  const scaler = scaled.find(
    ({ spec }) =>
      (spec?.scaleTargetRef?.kind ?? 'Deployment') === kind && spec?.scaleTargetRef?.name === name,
  );
  return {
    kind,
    name,
    ...counts,
    tags: tagsOf(pods, tagOf),
    gpus: { ready: counts.ready * gpusPerPod, desired: counts.desired * gpusPerPod },
    scaling: scaler ? scalingOf(scaler, now) : null,
    pods: pods.length,
    trouble: unready.slice(0, 3).map((pod) => `Pod/${pod.metadata?.name}: ${stateOf(pod)}`),
  };
}

type Counts = Pick<Pool, 'desired' | 'updated' | 'ready' | 'available'>;

function countsOf(kind: Workload['kind'], name: string, seen: RolloutSnapshot): Counts {
  const named = <T extends { metadata?: { name?: string } }>(objects: readonly T[]) =>
    objects.find(({ metadata }) => metadata?.name === name);
  if (kind === 'DaemonSet') {
    const status = named(seen.daemonSets)?.status;
    return {
      desired: status?.desiredNumberScheduled ?? 0,
      updated: status?.updatedNumberScheduled ?? 0,
      ready: status?.numberReady ?? 0,
      available: status?.numberAvailable ?? 0,
    };
  }
  const found = named<{ metadata?: { name?: string }; spec?: { replicas?: number }; status?: Replicas }>(
    kind === 'Deployment' ? seen.deployments : seen.statefulSets,
  );
  const status = found?.status;
  return {
    desired: found?.spec?.replicas ?? 1,
    updated: status?.updatedReplicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
  };
}

interface Replicas {
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
}

function podsOf(kind: Workload['kind'], name: string, { pods, replicaSets }: RolloutSnapshot): V1Pod[] {
  const ownedBy = (object: { metadata?: V1Pod['metadata'] }, ownerKind: string, owner: string): boolean =>
    (object.metadata?.ownerReferences ?? []).some(
      (one) => one.controller && one.kind === ownerKind && one.name === owner,
    );
  if (kind !== 'Deployment') return pods.filter((pod) => ownedBy(pod, kind, name));
  const sets = replicaSets.filter((set) => ownedBy(set, 'Deployment', name));
  return pods.filter((pod) => sets.some((set) => ownedBy(pod, 'ReplicaSet', set.metadata!.name!)));
}

function tagsOf(pods: readonly V1Pod[], tagOf: (image: string) => string | null): Pool['tags'] {
  const tags = pods.flatMap((pod) => {
    const images = (pod.spec?.containers ?? []).flatMap(({ image }) => image ?? []);
    return images.map(tagOf).find((tag) => tag !== null) ?? images.map(plainTag)[0] ?? [];
  });
  return [...Map.groupBy(tags, (tag) => tag)]
    .map(([tag, same]) => ({ tag, pods: same.length }))
    .sort((a, b) => b.pods - a.pods || (a.tag < b.tag ? -1 : 1));
}

/** What stands behind an image's colon, for images that carry no release tag, such as NATS. */
const plainTag = (image: string): string =>
  /:([\w][\w.-]{0,127})(?:@|$)/.exec(image)?.[1] ?? image.slice(-19);
