import type { V1Pod } from '@kubernetes/client-node';
import type { LoadPod } from '../../../load/pod-fleet.ts';
import { indexAnnotation } from './load-job.ts';

const hopelessReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'CreateContainerConfigError',
  'ErrImageNeverPull',
]);

/** What a load pod's status means for whoever reads its records. */
export function loadPod(pod: V1Pod): LoadPod {
  const status = pod.status?.containerStatuses?.[0];
  const waiting = status?.state?.waiting?.reason;
  const ended = status?.state?.terminated;
  const { name, uid, annotations, deletionTimestamp } = pod.metadata!;
  const reason =
    waiting ??
    (ended
      ? ended.reason === 'Error' || !ended.reason
        ? `exit code ${ended.exitCode}`
        : ended.reason
      : pod.status?.reason);
  return {
    name: name!,
    index: Number(annotations?.[indexAnnotation] ?? 0),
    uid: uid!,
    phase: (pod.status?.phase ?? 'Unknown') as LoadPod['phase'],
    ...(pod.status?.podIP && { ip: pod.status.podIP }),
    ...(reason && { reason }),
    ...(deletionTimestamp !== undefined && { leaving: true }),
    ...(waiting && hopelessReasons.has(waiting) && { hopeless: true }),
  };
}
