import type { Measured } from '../bench/plan.ts';
import { ProbeError } from '../probes/probe-error.ts';
import { isPodOf } from '../release/pods-of.ts';
import type { Subject } from '../release/subject.ts';
import type { Sighting } from '../suspects/sighting.ts';

/** A run whose pods were replaced, restarted, or more or fewer under the load does not count. */
export function voidIfChanged(measured: Measured, first: Sighting, last: Sighting): Measured {
  const [before, after] = [podsServing(first), podsServing(last)];
  if (before !== null && before === after) return measured;
  const unknown = before === null || after === null;
  const change = unknown ? 'whether pods changed is not known' : 'pods changed under the load';
  if (unknown && measured.status === 'void') return measured;
  const reason = [change, ...(measured.reason ? [measured.reason] : [])].join('; ').slice(0, 500);
  // A guard that ended the load saw the loss of a pod and not the load's doing: that speaks against no other try.
  const { stoppedBy, ...others } = measured;
  const lost = before?.split(' ').some((pod) => !after?.split(' ').includes(pod));
  return { ...others, ...(stoppedBy && !lost && { stoppedBy }), status: 'void', reason };
}

/** How long the youngest of the release's pods had been ready when the load began. */
export function podAge(subject: Subject, { at, pods }: Sighting): Pick<Measured, 'podAgeSeconds'> {
  if (pods instanceof ProbeError) return {};
  const ready = pods.filter(isPodOf(subject.workloads)).flatMap(({ metadata, status }) => {
    if (metadata?.deletionTimestamp !== undefined) return [];
    const since = status?.conditions?.find(({ type, status: is }) => type === 'Ready' && is === 'True');
    return since?.lastTransitionTime ? [new Date(since.lastTransitionTime).getTime()] : [];
  });
  if (ready.length === 0) return {};
  return { podAgeSeconds: Math.max(0, Math.round((at.getTime() - Math.max(...ready)) / 1000)) };
}

/** The set of the running pods, as one text: equal texts mean that none came, went or restarted. Null: not known. */
function podsServing({ pods }: Sighting): string | null {
  if (pods instanceof ProbeError) return null;
  return pods
    .filter(
      (pod) => pod.metadata?.labels?.['seatrial.dev/load'] === undefined && pod.status?.phase === 'Running',
    )
    .filter((pod) => pod.metadata?.deletionTimestamp === undefined)
    .map(
      (pod) =>
        `${pod.metadata?.uid}/${(pod.status?.containerStatuses ?? []).reduce((sum, one) => sum + one.restartCount, 0)}`,
    )
    .sort()
    .join(' ');
}
