import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { containerName } from './job-of.ts';

/** Reasons to wait that no waiting cures. */
const hopeless = new Set(['InvalidImageName', 'CreateContainerConfigError']);

/** How the pod of a Job stands. */
export type PodState =
  | { readonly state: 'ended'; readonly exitCode: number; readonly message: string }
  /** It will not end by itself any more. */
  | { readonly state: 'lost'; readonly trouble: string }
  | { readonly state: 'waiting'; readonly trouble: string };

/**
 * An exit code counts only where the container ended by itself: one that was told to stop may answer 0 or 1 as well.
 * Injected sidecars are looked past.
 */
export function podState(pod: V1Pod): PodState {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === containerName);
  const ended = status?.state?.terminated;
  const disrupted = pod.status?.conditions?.find(
    ({ type, status: state }) => type === 'DisruptionTarget' && state === 'True',
  );
  if (disrupted)
    return {
      state: 'lost',
      trouble: `the pod was stopped: ${disrupted.message || disrupted.reason || 'disrupted'}`,
    };
  if (pod.metadata?.deletionTimestamp)
    return { state: 'lost', trouble: 'the pod was deleted before the container ended' };
  if (pod.status?.reason === 'Evicted')
    return { state: 'lost', trouble: `the pod was evicted: ${pod.status.message ?? ''}`.trim() };
  if (ended?.reason === 'OOMKilled')
    return { state: 'lost', trouble: 'the container ran out of memory: raise limits.memory' };
  if (ended) return { state: 'ended', exitCode: ended.exitCode, message: ended.message ?? '' };
  const { reason } = status?.state?.waiting ?? {};
  const trouble = troubleOf(pod, status);
  return reason !== undefined && hopeless.has(reason)
    ? { state: 'lost', trouble }
    : { state: 'waiting', trouble };
}

function troubleOf(pod: V1Pod, status: V1ContainerStatus | undefined): string {
  const { reason, message } = status?.state?.waiting ?? {};
  if (reason) return `the container did not start: ${reason}${message ? `, ${oneLine(message)}` : ''}`;
  if (status?.state?.running) return 'the container still runs';
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status: state }) => type === 'PodScheduled' && state === 'False',
  );
  return unscheduled
    ? `no node takes the pod: ${oneLine(unscheduled.message ?? unscheduled.reason ?? '')}`
    : 'the container did not start';
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);
