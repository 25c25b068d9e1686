import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { isPodOf } from '../release/pods-of.ts';
import type { Scene } from './collector.ts';
import { known, type Sighting } from './sighting.ts';

const isLive = ({ metadata, status }: V1Pod): boolean =>
  metadata?.deletionTimestamp === undefined && !['Succeeded', 'Failed'].includes(status?.phase ?? '');

/** The release's pods at one sighting. Throws `ProbeError`. */
export const subjectPods = ({ subject }: Scene, { pods }: Sighting): V1Pod[] =>
  known(pods).filter(isPodOf(subject.workloads)).filter(isLive);

/** The nodes that hosted the release's pods before the load or after it, as they were then. Throws `ProbeError`. */
export function hostsAt(scene: Scene, sighting: Sighting): V1Node[] {
  const names = new Set(
    [scene.before, scene.after].flatMap((one) =>
      subjectPods(scene, one).flatMap(({ spec }) => spec?.nodeName ?? []),
    ),
  );
  return known(sighting.nodes).filter(({ metadata }) => names.has(metadata?.name ?? ''));
}

/** Pods on a host that are neither the release's nor our own, after the load; of its namespace alone where no more is known. */
export function strangersOn(scene: Scene, node: V1Node): V1Pod[] {
  const { everypods, after } = scene;
  return known(Array.isArray(everypods) ? everypods : after.pods).filter(
    (pod) => pod.spec?.nodeName === node.metadata?.name && isLive(pod) && !isOurs(scene, pod.metadata ?? {}),
  );
}

/** Whether pods of other namespaces are known; throws the `ProbeError` where they are not. */
export const knowsAllPods = ({ everypods }: Scene): boolean => known(everypods) !== null;

/** The release's own pods, and those of the load that Seatrial makes. */
export function isOurs(
  { subject, loadId }: Scene,
  { namespace, name = '', labels, ownerReferences }: NonNullable<V1Pod['metadata']>,
): boolean {
  if (labels?.['seatrial.dev/load'] !== undefined || name.startsWith(loadId)) return true;
  if (namespace !== undefined && namespace !== subject.namespace) return false;
  return isPodOf(subject.workloads)({ metadata: { name, ...(ownerReferences && { ownerReferences }) } });
}

/** An upgrade of several charts at once takes that long, the release's own first or last. */
const sameWindowMs = 10 * 60_000;

/** From when on something happened in the same window as the rollout. */
export const windowOpened = ({ rolloutAt }: Scene): Date => new Date(rolloutAt.getTime() - sameWindowMs);

/** Since when something is news: the accepted runs did not have it. */
export const newsSince = (scene: Scene): Date =>
  scene.recorded === null
    ? windowOpened(scene)
    : new Date(Math.min(Date.parse(scene.recorded.takenAt), windowOpened(scene).getTime()));

/** `Pod/batch/train-0`. */
export const podName = ({ namespace, name }: { namespace?: string | undefined; name?: string | undefined }) =>
  `Pod/${namespace}/${name}`;

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const clock = (at: Date): string => `${at.toISOString().slice(11, 16)} UTC`;
