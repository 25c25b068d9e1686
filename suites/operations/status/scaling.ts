import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { intentOf, pauseState } from '../pause/intent.ts';
import { targetName } from '../pause/plan-pause.ts';

/** The autoscaler of a pool, in a word for programs and in words for people. */
export interface Scaling {
  readonly name: string;
  readonly state:
    | 'active'
    | 'paused'
    | 'pause-expired'
    | 'paused-by-others'
    | 'fallback'
    | 'not-ready'
    | 'unknown';
  readonly text: string;
}

export function scalingOf(object: ScaledObject, now: Date): Scaling {
  const name = object.metadata?.name ?? '?';
  const { spec } = object;
  const bounds = `${spec?.minReplicaCount ?? 0} to ${spec?.maxReplicaCount ?? 100}`;
  const condition = (type: string) => object.status?.conditions?.find((one) => one.type === type);
  const pause = pauseState(object, now);
  if (pause.by === 'us') {
    const until = clock(pause.until, now);
    return pause.expired
      ? { name, state: 'pause-expired', text: `paused at ${pause.replicas} by us, over since ${until}` }
      : { name, state: 'paused', text: `paused at ${pause.replicas} by us until ${until}` };
  }
  if (pause.by === 'user')
    return {
      name,
      state: 'paused-by-others',
      text: `paused${pause.replicas === null ? '' : ` at ${pause.replicas}`}, not by us`,
    };
  if (condition('Fallback')?.status === 'True')
    return { name, state: 'fallback', text: `fallback at ${spec?.fallback?.replicas ?? '?'}, ${bounds}` };
  const ready = condition('Ready');
  if (ready?.status === 'False')
    return {
      name,
      state: 'not-ready',
      text: `not ready: ${ready.message ?? ready.reason ?? 'no reason given'}`,
    };
  if (ready?.status !== 'True') return { name, state: 'unknown', text: `${bounds}, KEDA has not judged it` };
  return { name, state: 'active', text: bounds };
}

/** Pauses that are over or were cut off, and autoscalers whose target is gone. */
export function pauseNotes(
  objects: readonly ScaledObject[],
  targets: ReadonlySet<string>,
  now: Date,
): string[] {
  const ours = objects.filter((object) => pauseState(object, now).by === 'us');
  const expired = ours.filter((object) => scalingOf(object, now).state === 'pause-expired');
  const meant = Math.max(0, ...ours.map((object) => intentOf(object)?.of ?? 0));
  const orphans = objects.filter(
    (object) => !targets.has(targetName(object)) && /^(Deployment|StatefulSet)\//.test(targetName(object)),
  );
  return [
    ...(expired.length > 0
      ? [
          `the pause of ${expired.map(({ metadata }) => metadata?.name).join(', ')} is over: \`seatrial resume\` gives autoscaling back`,
        ]
      : []),
    ...(ours.length > 0 && ours.length < Math.min(meant, objects.length)
      ? [
          `${ours.length} of ${meant} autoscalers are paused: a pause or resume was cut off, run \`seatrial pause\` or \`seatrial resume\` again`,
        ]
      : []),
    ...orphans.map(
      (object) => `ScaledObject/${object.metadata?.name} scales ${targetName(object)}, which is not there`,
    ),
  ];
}

/** A time of day where the day is today. */
function clock(iso: string, now: Date): string {
  const day = iso.slice(0, 10) === now.toISOString().slice(0, 10) ? '' : `${iso.slice(0, 10)} `;
  return `${day}${iso.slice(11, 16)} UTC`;
}
