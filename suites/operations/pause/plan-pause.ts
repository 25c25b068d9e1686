import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { paused, pausedReplicas } from '../record/snapshot-objects.ts';
import { intentAnnotation, intentOf, type PauseIntent, pauseState } from './intent.ts';

/** Annotations to be set, or with null removed, in one patch. Null: nothing is to be done. */
export interface Step {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string | null>> | null;
  /** In words for people, without the name. */
  readonly text: string;
}

export interface PauseOrder {
  readonly at: Date;
  readonly until: Date;
  /** ScaledObjects that the pause is for. */
  readonly of: number;
}

/**
 * What pausing one object takes. `replicas` is its target's own count, null where that cannot be read. A pause of ours
 * that is there already keeps its count: a release may have reset the target's since, and what was there before us.
 */
export function pauseStep(object: ScaledObject, replicas: number | null, order: PauseOrder): Step {
  const name = object.metadata!.name!;
  const state = pauseState(object, order.at);
  const intent = intentOf(object);
  const until = order.until.toISOString();
  if (state.by !== 'us' && replicas === null)
    return {
      name,
      annotations: null,
      text: `left alone: the replicas of ${targetName(object)} cannot be read`,
    };
  const written = (of: Omit<PauseIntent, 'until' | 'of'>): Step['annotations'] => ({
    [intentAnnotation]: JSON.stringify({ ...of, until, of: order.of } satisfies PauseIntent),
    [pausedReplicas]: of.replicas,
  });
  if (state.by === 'us') {
    const { at, replicas: count, before } = intent!;
    const same = intent!.until === until && intent!.of === order.of;
    return {
      name,
      annotations: same ? null : written({ at, replicas: count, before }),
      text: `paused at ${count} already${same ? '' : `, now until ${short(until)}`}`,
    };
  }
  const before = object.metadata?.annotations?.[pausedReplicas] ?? null;
  const count = String(replicas);
  return {
    name,
    annotations: written({ at: order.at.toISOString(), replicas: count, before }),
    text: `paused at ${count} until ${short(until)}${count === '0' ? ', and no request wakes it' : ''}${before === null ? '' : `; the pause at ${before} that was there comes back on resume`}`,
  };
}

/** What taking a pause back takes. Only ours, unless `all`; with `expiredOnly` only what is over. */
export function resumeStep(
  object: ScaledObject,
  now: Date,
  { all = false, expiredOnly = false }: { readonly all?: boolean; readonly expiredOnly?: boolean } = {},
): Step {
  const name = object.metadata!.name!;
  const state = pauseState(object, now);
  const intent = intentOf(object);
  const annotations = object.metadata?.annotations ?? {};
  if (all && (state.by !== 'nobody' || intent)) {
    const present = [intentAnnotation, pausedReplicas, paused].filter(
      (key) => annotations[key] !== undefined,
    );
    return {
      name,
      annotations: Object.fromEntries(present.map((key) => [key, null])),
      text: 'resumed, whoever paused it',
    };
  }
  if (state.by === 'us') {
    if (expiredOnly && !state.expired)
      return { name, annotations: null, text: `stays paused until ${short(state.until)}` };
    const back = intent!.before;
    return {
      name,
      annotations: { [intentAnnotation]: null, [pausedReplicas]: back },
      text: back === null ? 'resumed' : `paused at ${back} again, as somebody had it before`,
    };
  }
  const own =
    state.by === 'user'
      ? `stays paused${state.replicas === null ? '' : ` at ${state.replicas}`}: that pause is not ours, --all takes it back too`
      : 'is not paused';
  // Our note without our pause: somebody changed KEDA's annotation since, and theirs stands.
  if (annotations[intentAnnotation] !== undefined)
    return { name, annotations: { [intentAnnotation]: null }, text: own };
  return { name, annotations: null, text: own };
}

export const targetName = ({ spec }: ScaledObject): string =>
  `${spec?.scaleTargetRef?.kind ?? 'Deployment'}/${spec?.scaleTargetRef?.name ?? '?'}`;

const short = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
