import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import type { ClusterReader, KubernetesRule } from '../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { helmLabels, newestRevision } from '../../release/helm-revision.ts';
import { observeRelease } from '../../release/observe.ts';
import { type RolloutSnapshot, settledness } from '../../release/settledness.ts';
import type { Subject } from '../../release/subject.ts';
import { type Pool, poolOf } from './pool.ts';
import { pauseNotes } from './scaling.ts';

/** What the status reads. Without secrets Helm's revision is unknown, without scaledobjects the autoscaling, without endpointslices the routing. */
export const statusRules = [
  'list:configmaps',
  'list:daemonsets',
  'list:deployments',
  'list:endpointslices',
  'list:nodes',
  'list:pods',
  'list:replicasets',
  'list:scaledobjects',
  'list:secrets',
  'list:statefulsets',
] as const satisfies readonly KubernetesRule[];

/** A release pool by pool, at one moment. */
export interface ReleaseStatus {
  readonly takenAt: string;
  readonly namespace: string;
  readonly release: string;
  readonly tag: string | null;
  readonly gpuModel: string | null;
  readonly helm: { readonly revision: number; readonly status: string; readonly pending: boolean } | null;
  readonly settled: boolean;
  /** What the rollout still waits for. */
  readonly waiting: readonly string[];
  /** A sentence where waiting longer cannot help. */
  readonly hopeless: string | null;
  readonly pools: readonly Pool[];
  /** What could not be read for want of a right: of it nothing is said. */
  readonly unread: readonly string[];
  /** What a person should know besides: pauses that are over or were cut off, autoscalers without a target. */
  readonly notes: readonly string[];
}

export interface StatusQuery {
  readonly release: string;
  readonly tagOf: (image: string) => string | null;
  readonly now: Date;
}

/** Null where the release is not there. Throws `ProbeError`. */
export async function releaseStatus(
  reader: ClusterReader<(typeof statusRules)[number]>,
  { release, tagOf, now }: StatusQuery,
): Promise<ReleaseStatus | null> {
  const unread: string[] = [];
  const allowed = async <T>(read: Promise<T>, nothing: T): Promise<T> => {
    try {
      return await read;
    } catch (error) {
      if (!(error instanceof ProbeError && error.code === 'forbidden')) throw error;
      unread.push(error.message);
      return nothing;
    }
  };
  const [observed, helm, scaled, seen] = await Promise.all([
    observeRelease(reader, { release, revisions: 'workloads', tagOf }),
    allowed(reader.list('secrets', { labels: helmLabels(release) }).then(newestRevision), null),
    allowed<ScaledObject[]>(reader.list('scaledobjects'), []),
    rolloutSnapshot(reader, allowed),
  ]);
  if (!observed) return null;
  const { subject } = observed;
  const rollout = settledness(subject, seen);
  const waiting = [
    ...(helm?.pending ? [`Helm revision ${helm.revision} is ${helm.status}`] : []),
    ...rollout.waiting,
  ];
  return {
    takenAt: now.toISOString(),
    namespace: reader.namespace,
    release,
    tag: subject.tag,
    gpuModel: subject.gpu.model,
    helm,
    settled: waiting.length === 0 && rollout.hopeless === null,
    waiting,
    hopeless: rollout.hopeless,
    pools: subject.workloads.map((workload) => poolOf(workload, seen, scaled, tagOf, now)),
    unread,
    notes: [...pauseNotes(scaled, targetsOf(seen), now), ...emptyNote(subject)],
  };
}

/** Nothing is proven of a pool without pods. */
const emptyNote = ({ workloads }: Subject): string[] => {
  const empty = workloads.filter(({ replicas }) => replicas === 0).map(({ kind, name }) => `${kind}/${name}`);
  return empty.length > 0
    ? [`${empty.join(', ')} at zero replicas: settled, but nothing is proven of it`]
    : [];
};

const targetsOf = ({ deployments, statefulSets }: RolloutSnapshot): Set<string> =>
  new Set([
    ...deployments.map(({ metadata }) => `Deployment/${metadata?.name}`),
    ...statefulSets.map(({ metadata }) => `StatefulSet/${metadata?.name}`),
  ]);

async function rolloutSnapshot(
  reader: ClusterReader<(typeof statusRules)[number]>,
  allowed: <T>(read: Promise<T>, nothing: T) => Promise<T>,
): Promise<RolloutSnapshot> {
  const [deployments, statefulSets, daemonSets, replicaSets, pods, endpointSlices] = await Promise.all([
    reader.list('deployments'),
    reader.list('statefulsets'),
    reader.list('daemonsets'),
    reader.list('replicasets'),
    reader.list('pods'),
    allowed(reader.list('endpointslices'), []),
  ]);
  return { deployments, statefulSets, daemonSets, replicaSets, pods, endpointSlices };
}
