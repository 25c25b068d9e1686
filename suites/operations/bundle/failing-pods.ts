import type { CoreV1Event, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { isReady, stateOf } from '../../release/settledness.ts';

/** A pod that does not serve, and what is known of why. */
export interface FailingPod {
  readonly pod: string;
  readonly state: string;
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly restarts: number;
    readonly waiting: string | null;
    readonly lastExit: {
      readonly code: number;
      readonly reason: string | null;
      readonly at: string | null;
    } | null;
  }[];
  /** Warnings about it, the newest first: `BackOff ×4: Back-off restarting failed container`. */
  readonly events: readonly string[];
}

const mostPods = 50;
const mostEvents = 10;

/** Pods that should serve and do not; finished and terminating ones are no trouble. Pure. */
export function failingPods(pods: readonly V1Pod[], events: readonly CoreV1Event[]): FailingPod[] {
  return pods
    .filter(
      (pod) =>
        !isReady(pod) && pod.status?.phase !== 'Succeeded' && pod.metadata?.deletionTimestamp === undefined,
    )
    .slice(0, mostPods)
    .map((pod) => ({
      pod: pod.metadata!.name!,
      state: stateOf(pod),
      containers: [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
        .filter((status) => !status.ready && status.state?.terminated?.exitCode !== 0)
        .map(containerTrouble),
      events: eventsOf(pod, events),
    }));
}

function containerTrouble({ name, image, restartCount, state, lastState }: V1ContainerStatus) {
  const ended = state?.terminated ?? lastState?.terminated;
  const waiting = state?.waiting;
  return {
    name,
    image,
    restarts: restartCount,
    waiting: waiting ? [waiting.reason, waiting.message].filter(Boolean).join(': ') : null,
    lastExit: ended
      ? { code: ended.exitCode, reason: ended.reason ?? null, at: isoOf(ended.finishedAt) }
      : null,
  };
}

const isoOf = (at: Date | string | undefined): string | null => (at ? new Date(at).toISOString() : null);

const timeOf = ({ lastTimestamp, eventTime, series }: CoreV1Event): number =>
  Number(new Date(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? 0));

const eventsOf = ({ metadata }: V1Pod, events: readonly CoreV1Event[]): string[] =>
  events
    .filter(({ involvedObject, type }) => type === 'Warning' && involvedObject?.uid === metadata?.uid)
    .sort((a, b) => timeOf(b) - timeOf(a))
    .slice(0, mostEvents)
    .map(({ reason, message, count, series }) => {
      const times = series?.count ?? count ?? 1;
      return `${reason ?? 'Event'}${times > 1 ? ` ×${times}` : ''}: ${(message ?? '').trim()}`;
    });
