import type { V1Pod } from '@kubernetes/client-node';
import { isReady } from '../../release/settledness.ts';
import type { Scaler } from '../autoscaling/scalers.ts';
import type { Member } from './members.ts';

/** How long a model may take to load on a pod that an autoscaler asked for. */
const startMs = 15 * 60_000;

/**
 * The pods of a member that are not Ready only because an autoscaler asked for them a moment ago: they are young,
 * of the current template, and as many others as the lower bound wants are Ready. No fault of the release can be seen in them.
 */
export function scalingUp(member: Member, scalers: readonly Scaler[], now: number): V1Pod[] {
  const scaler = scalers.find(({ target, paused }) => target === member.name && !paused);
  if (!scaler) return [];
  const ready = member.pods.filter(isReady).length;
  if (ready < Math.max(1, scaler.min)) return [];
  return member.pods.filter((pod) => !isReady(pod) && member.isCurrent(pod) && ageMs(pod, now) < startMs);
}

function ageMs({ metadata }: V1Pod, now: number): number {
  const made = metadata?.creationTimestamp;
  return made === undefined ? Number.POSITIVE_INFINITY : now - new Date(made).getTime();
}
