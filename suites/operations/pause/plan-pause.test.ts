import { expect, test } from 'vitest';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { paused, pausedReplicas } from '../record/snapshot-objects.ts';
import { intentAnnotation, pauseState } from './intent.ts';
import { pauseStep, resumeStep, type Step } from './plan-pause.ts';

const at = new Date('2026-06-01T10:00:00Z');
const order = { at, until: new Date('2026-06-01T12:00:00Z'), of: 2 };
const later = new Date('2026-06-01T12:00:01Z');

const object = (annotations: Record<string, string> = {}): ScaledObject => ({
  metadata: { name: 'l4', annotations },
  spec: { scaleTargetRef: { kind: 'StatefulSet', name: 'worker-l4' } },
});

/** The object as the API server has it after the step's patch. */
function after(of: ScaledObject, { annotations }: Step): ScaledObject {
  const merged = { ...of.metadata?.annotations, ...annotations };
  return object(
    Object.fromEntries(
      Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null),
    ),
  );
}
const annotationsOf = (of: ScaledObject) => of.metadata?.annotations ?? {};

test('a pause holds the target’s own count, and resume leaves nothing behind', () => {
  const held = after(object(), pauseStep(object(), 3, order));
  expect(annotationsOf(held)[pausedReplicas]).toBe('3');
  expect(pauseState(held, at)).toEqual({
    by: 'us',
    replicas: '3',
    until: order.until.toISOString(),
    expired: false,
  });
  expect(annotationsOf(after(held, resumeStep(held, at)))).toEqual({});
});

test('a user’s own pause comes back on resume', () => {
  const own = object({ [pausedReplicas]: '5', [paused]: 'true' });
  const held = after(own, pauseStep(own, 3, order));
  expect(annotationsOf(held)[pausedReplicas]).toBe('3');
  expect(annotationsOf(after(held, resumeStep(held, at)))).toEqual({
    [pausedReplicas]: '5',
    [paused]: 'true',
  });
});

test('again it prolongs, but keeps the count and what was there before: Helm may have reset the target meanwhile', () => {
  const own = object({ [pausedReplicas]: '5' });
  const held = after(own, pauseStep(own, 3, order));
  const again = after(held, pauseStep(held, 0, { ...order, until: later }));
  expect(pauseState(again, at)).toMatchObject({ by: 'us', replicas: '3', until: later.toISOString() });
  expect(annotationsOf(after(again, resumeStep(again, at)))).toEqual({ [pausedReplicas]: '5' });
  expect(pauseStep(held, 0, order).annotations).toBeNull();
});

test('resume leaves alone what is not ours, unless told', () => {
  const own = object({ [pausedReplicas]: '5' });
  expect(resumeStep(own, at).annotations).toBeNull();
  expect(annotationsOf(after(own, resumeStep(own, at, { all: true })))).toEqual({});
  expect(resumeStep(object(), at, { all: true }).annotations).toBeNull();
});

test('a count that somebody changed since is theirs: only our note goes', () => {
  const held = after(object(), pauseStep(object(), 3, order));
  const changed = object({ ...annotationsOf(held), [pausedReplicas]: '7' });
  expect(annotationsOf(after(changed, resumeStep(changed, at)))).toEqual({ [pausedReplicas]: '7' });
});

test('an expired pause is told, and taken back by --expired; one that still runs is not', () => {
  const held = after(object(), pauseStep(object(), 3, order));
  expect(pauseState(held, later)).toMatchObject({ by: 'us', expired: true });
  expect(resumeStep(held, at, { expiredOnly: true }).annotations).toBeNull();
  expect(annotationsOf(after(held, resumeStep(held, later, { expiredOnly: true })))).toEqual({});
});

test('what cannot be read is left alone; a note that is broken is nobody’s', () => {
  expect(pauseStep(object(), null, order)).toMatchObject({
    annotations: null,
    text: expect.stringContaining('StatefulSet/worker-l4'),
  });
  const broken = object({ [intentAnnotation]: '{', [pausedReplicas]: '2' });
  expect(pauseState(broken, at)).toEqual({ by: 'user', replicas: '2' });
});
