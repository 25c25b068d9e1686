import type {
  V1ControllerRevision,
  V1Deployment,
  V1Node,
  V1Pod,
  V1ReplicaSet,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { ClusterReader, KubernetesRule } from '../probes/kubernetes/reader.ts';
import { ProbeError } from '../probes/probe-error.ts';

/** What a sighting reads. */
export const sightingReads = [
  'list:nodes',
  'list:pods',
  'list:deployments',
  'list:statefulsets',
  'list:replicasets',
  'list:controllerrevisions',
] as const satisfies readonly KubernetesRule[];

/** A list, or why there is none. */
export type Listed<T> = readonly T[] | ProbeError;

/** The cluster around the release at one moment. */
export interface Sighting {
  readonly at: Date;
  readonly nodes: Listed<V1Node>;
  /** Of the release's namespace. */
  readonly pods: Listed<V1Pod>;
  readonly deployments: Listed<V1Deployment>;
  readonly statefulsets: Listed<V1StatefulSet>;
  readonly replicasets: Listed<V1ReplicaSet>;
  readonly controllerrevisions: Listed<V1ControllerRevision>;
}

/** Looks around once, at `at`. Whatever cannot be read is left open, and breaks nothing. */
export async function sight(
  reader: ClusterReader<(typeof sightingReads)[number]>,
  at: Date,
): Promise<Sighting> {
  const [nodes, pods, deployments, statefulsets, replicasets, controllerrevisions] = await Promise.all([
    reader.list('nodes').catch(unread),
    reader.list('pods').catch(unread),
    reader.list('deployments').catch(unread),
    reader.list('statefulsets').catch(unread),
    reader.list('replicasets').catch(unread),
    reader.list('controllerrevisions').catch(unread),
  ]);
  return { at, nodes, pods, deployments, statefulsets, replicasets, controllerrevisions };
}

/** The pods of all namespaces, where somebody has granted to list them: no Role of Seatrial's does. */
export const everyPod = (reader: ClusterReader<'list:everypods'>): Promise<Listed<V1Pod>> =>
  reader.list('everypods').catch(unread);

function unread(error: unknown): ProbeError {
  if (error instanceof ProbeError) return error;
  throw error;
}

/** What was listed. Throws the `ProbeError` that was met instead. */
export function known<T>(listed: Listed<T>): readonly T[] {
  if (listed instanceof ProbeError) throw listed;
  return listed;
}
