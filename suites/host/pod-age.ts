import { type PodAge, podAgeOf } from '../bench/baseline-store.ts';
import type { ClusterReader } from '../probes/kubernetes/reader.ts';
import { ProbeError } from '../probes/probe-error.ts';
import { isPodOf } from '../release/pods-of.ts';
import type { Subject } from '../release/subject.ts';

/**
 * How old the pods are that a run from here will find: `fresh` where one of them has just been made, ready or not, or
 * where nobody says.
 */
export async function podAgeNow(
  reader: ClusterReader<'list:pods'>,
  subject: Subject,
  now: Date,
): Promise<PodAge> {
  const pods = await reader.list('pods').catch((error) => {
    if (error instanceof ProbeError) return [];
    throw error;
  });
  const made = pods
    .filter(isPodOf(subject.workloads))
    .flatMap(({ metadata }) => metadata?.creationTimestamp ?? [])
    .map((at) => new Date(at).getTime());
  return made.length === 0
    ? 'fresh'
    : podAgeOf({ podAgeSeconds: (now.getTime() - Math.max(...made)) / 1000 });
}
