import { z } from 'zod';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { pausedReplicas } from '../record/snapshot-objects.ts';

/** On each ScaledObject that we paused; written in the same patch as the pause itself, so that neither is there alone. */
export const intentAnnotation = 'seatrial.dev/paused';

/** What we did to a ScaledObject, and what was there before. */
export const pauseIntent = z.object({
  at: z.string(),
  until: z.string(),
  /** What we set KEDA's annotation to. Another value now is somebody else's. */
  replicas: z.string(),
  /** KEDA's annotation before us: a user's own pause, or null. */
  before: z.string().nullable(),
  /** ScaledObjects that this pause was meant for: fewer that carry it mean that it was cut off. */
  of: z.number().int().positive(),
});
export type PauseIntent = z.infer<typeof pauseIntent>;

/** Our intent on an object; null where there is none, or one that cannot be read. */
export function intentOf({ metadata }: ScaledObject): PauseIntent | null {
  const text = metadata?.annotations?.[intentAnnotation];
  if (text === undefined) return null;
  try {
    return pauseIntent.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** How an object is paused now. */
export type PauseState =
  | { readonly by: 'nobody' }
  /** KEDA's annotations without our intent, or with another count than ours. */
  | { readonly by: 'user'; readonly replicas: string | null }
  | { readonly by: 'us'; readonly replicas: string; readonly until: string; readonly expired: boolean };

export function pauseState(object: ScaledObject, now: Date): PauseState {
  const intent = intentOf(object);
  const annotations = object.metadata?.annotations ?? {};
  const replicas = annotations[pausedReplicas];
  if (intent && replicas === intent.replicas)
    return { by: 'us', replicas, until: intent.until, expired: Date.parse(intent.until) <= now.getTime() };
  if (replicas !== undefined) return { by: 'user', replicas };
  return annotations['autoscaling.keda.sh/paused'] === 'true'
    ? { by: 'user', replicas: null }
    : { by: 'nobody' };
}
