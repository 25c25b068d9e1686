import { expect, test } from 'vitest';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { pauseStep } from '../pause/plan-pause.ts';
import { pauseNotes, scalingOf } from './scaling.ts';

const now = new Date('2026-06-01T10:00:00Z');
const object = (name: string, over: Partial<ScaledObject> = {}): ScaledObject => ({
  metadata: { name },
  spec: {
    scaleTargetRef: { kind: 'StatefulSet', name },
    minReplicaCount: 1,
    maxReplicaCount: 4,
    fallback: { replicas: 2 },
  },
  ...over,
});
const conditions = (...list: [string, string][]) => ({
  status: { conditions: list.map(([type, status]) => ({ type, status, message: 'm' })) },
});
const paused = (name: string, until: string, of: number): ScaledObject => {
  const { annotations } = pauseStep(object(name), 3, { at: now, until: new Date(until), of });
  return object(name, { metadata: { name, annotations: annotations as Record<string, string> } });
};

test.for<[string, ScaledObject, string, string]>([
  [
    'active',
    object('w', conditions(['Active', 'False'], ['Ready', 'True'], ['Fallback', 'Unknown'])),
    'active',
    '1 to 4',
  ],
  [
    'fallback, with Ready still true',
    object('w', conditions(['Ready', 'True'], ['Fallback', 'True'])),
    'fallback',
    'fallback at 2, 1 to 4',
  ],
  ['not ready', object('w', conditions(['Ready', 'False'])), 'not-ready', 'not ready: m'],
  ['not judged yet', object('w'), 'unknown', '1 to 4, KEDA has not judged it'],
  ['paused by us', paused('w', '2026-06-01T12:00:00Z', 1), 'paused', 'paused at 3 by us until 12:00 UTC'],
  [
    'over',
    paused('w', '2026-05-31T12:00:00Z', 1),
    'pause-expired',
    'paused at 3 by us, over since 2026-05-31 12:00 UTC',
  ],
  [
    'paused by others',
    object('w', { metadata: { name: 'w', annotations: { 'autoscaling.keda.sh/paused': 'true' } } }),
    'paused-by-others',
    'paused, not by us',
  ],
])('%s', ([, of, state, text]) => {
  expect(scalingOf(of, now)).toEqual({ name: 'w', state, text });
});

test('a pause that is over, one that was cut off, and a scaler without a target are told', () => {
  const targets = new Set(['StatefulSet/a', 'StatefulSet/b']);
  expect(
    pauseNotes([paused('a', '2026-06-01T09:00:00Z', 2), object('b'), object('c')], targets, now),
  ).toEqual([
    'the pause of a is over: `seatrial resume` gives autoscaling back',
    '1 of 2 autoscalers are paused: a pause or resume was cut off, run `seatrial pause` or `seatrial resume` again',
    'ScaledObject/c scales StatefulSet/c, which is not there',
  ]);
  expect(
    pauseNotes(
      [paused('a', '2026-06-01T11:00:00Z', 2), paused('b', '2026-06-01T11:00:00Z', 2)],
      targets,
      now,
    ),
  ).toEqual([]);
});
