import { describe, expect, test } from 'vitest';
import { type Asked, ask, deploymentOf, helmReleaseOf, snapshotOf, workloadOf } from '../testing/cluster.ts';
import { kedaAsDeclared } from './keda-as-declared.ts';
import { kedaNotPaused } from './keda-not-paused.ts';
import { kedaReady } from './keda-ready.ts';
import { replicasAsBefore } from './replicas-as-before.ts';
import { replicasWithinBounds } from './replicas-within-bounds.ts';
import { scaledObjectsHaveTargets } from './scaled-objects-have-targets.ts';

const worker = 'tts-worker';
type Row = [string, Asked, string, RegExp];
type Over = { metadata?: object; spec?: object; status?: object };

const window = (scaleUp: number, scaleDown: number) => ({
  advanced: {
    horizontalPodAutoscalerConfig: {
      behavior: {
        scaleUp: { stabilizationWindowSeconds: scaleUp },
        scaleDown: { stabilizationWindowSeconds: scaleDown },
      },
    },
  },
});
const triggers = (threshold: string) => ({ triggers: [{ type: 'prometheus', metadata: { threshold } }] });
const scaledObject = ({ metadata, spec, status }: Over = {}) => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: worker, ...metadata },
  spec: {
    scaleTargetRef: { name: worker },
    minReplicaCount: 1,
    maxReplicaCount: 4,
    ...triggers('0.8'),
    ...window(30, 900),
    ...spec,
  },
  status,
});
const scaled = (...some: Over[]): Asked => ({
  objects: { ...deploymentOf(worker), scaledobjects: some.map(scaledObject) },
});
const conditions = (...some: [string, string][]) => ({
  status: { conditions: some.map(([type, status]) => ({ type, status, reason: 'Because' })) },
});
const noted = (annotations: object) => ({ metadata: { annotations } });

describe('keda-ready', () => {
  test.each<Row>([
    [
      'passes, in any order of conditions, with Fallback Unknown (trap 19)',
      scaled(conditions(['Paused', 'False'], ['Fallback', 'Unknown'], ['Ready', 'True'])),
      'pass',
      /1 of 1/,
    ],
    [
      'fails in fallback',
      scaled(conditions(['Ready', 'True'], ['Fallback', 'True'])),
      'fail',
      /Fallback True \(Because\)/,
    ],
    ['fails where it is not Ready', scaled(conditions(['Ready', 'False'])), 'fail', /Ready False/],
    [
      'cannot tell while Ready is Unknown',
      scaled(conditions(['Ready', 'Unknown'])),
      'inconclusive',
      /Unknown/,
    ],
    ['cannot tell where no operator works', scaled({}), 'inconclusive', /no KEDA operator/],
    ['skips without ScaledObjects', { objects: deploymentOf(worker) }, 'skip', /no ScaledObject/],
    [
      'leaves out what others scale',
      scaled({ spec: { scaleTargetRef: { name: 'x' } } }),
      'skip',
      /no ScaledObject/,
    ],
    [
      'cannot tell without permission',
      { ...scaled({}), forbidden: ['scaledobjects'] },
      'inconclusive',
      /list scaledobjects/,
    ],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(kedaReady, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('keda-not-paused', () => {
  const ready: [string, string] = ['Ready', 'True'];
  test.each<Row>([
    ['passes', scaled(conditions(ready, ['Paused', 'False'])), 'pass', /1 of 1/],
    [
      'passes where paused is false',
      scaled(noted({ 'autoscaling.keda.sh/paused': 'false' })),
      'pass',
      /1 of 1/,
    ],
    [
      'fails by paused-replicas, though Ready is True (trap 20)',
      scaled({ ...conditions(ready), ...noted({ 'autoscaling.keda.sh/paused-replicas': '2' }) }),
      'fail',
      /paused at 2 replicas/,
    ],
    [
      'fails by paused',
      scaled(noted({ 'autoscaling.keda.sh/paused': 'true' })),
      'fail',
      /is paused by annotation/,
    ],
    [
      'fails by one direction',
      scaled(noted({ 'autoscaling.keda.sh/paused-scale-in': 'true' })),
      'fail',
      /paused-scale-in/,
    ],
    [
      'fails by the condition alone',
      scaled(conditions(ready, ['Paused', 'True'])),
      'fail',
      /condition Paused is True/,
    ],
    ['skips without ScaledObjects', {}, 'skip', /no ScaledObject/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(kedaNotPaused, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('keda-as-declared', () => {
  const check = kedaAsDeclared({ scaleUpSeconds: 30, scaleDownSeconds: 900, source: 'a page' });
  const helm = [helmReleaseOf({ objects: [scaledObject()] })];
  test.each<Row>([
    ['passes', { ...scaled({}), helm }, 'pass', /1 of them compared/],
    [
      'fails on another window',
      { ...scaled({ spec: window(30, 60) }), helm: [] },
      'fail',
      /scaleDown window 60 s, documented 900 s/,
    ],
    [
      'fails on a window that is not there',
      { ...scaled({ spec: { advanced: {} } }), helm: [] },
      'fail',
      /scaleUp window missing/,
    ],
    [
      'fails on another threshold than Helm’s revision',
      { ...scaled({ spec: triggers('0.3') }), helm },
      'fail',
      /threshold: "0.3", declared "0.8"/,
    ],
    [
      'fails on a window even where Helm may not be read',
      { ...scaled({ spec: window(0, 900) }), helm: null },
      'fail',
      /scaleUp window 0 s/,
    ],
    [
      'cannot tell the thresholds without permission',
      { ...scaled({}), helm: null },
      'inconclusive',
      /list secrets/,
    ],
    ['skips without ScaledObjects', {}, 'skip', /no ScaledObject/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(check, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('scaled-objects-have-targets', () => {
  const instance = (name: string) => ({ metadata: { labels: { 'app.kubernetes.io/instance': name } } });
  const lost = { spec: { scaleTargetRef: { kind: 'StatefulSet', name: 'worker-l4' } } };
  test.each<Row>([
    ['passes', scaled({}), 'pass', /1 of 1/],
    ['fails on a pool that was renamed', scaled({}, lost), 'fail', /scales StatefulSet\/worker-l4/],
    ['leaves out other releases', scaled({}, { ...lost, ...instance('other') }), 'pass', /1 of 1/],
    ['skips without ScaledObjects', {}, 'skip', /no ScaledObject/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(scaledObjectsHaveTargets, asked)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

const horizontal = (over: object = {}) => ({
  metadata: { name: 'hpa', ...over },
  spec: { scaleTargetRef: { kind: 'Deployment', name: worker }, minReplicas: 3, maxReplicas: 5 },
});
const replicas = (count: number, objects: object = {}): Asked => ({
  objects: { ...deploymentOf(worker, { spec: { replicas: count } }), ...objects },
});

describe('replicas-within-bounds', () => {
  const keda = (over: Over = {}) => ({ scaledobjects: [scaledObject(over)] });
  test.each<Row>([
    ['passes, also at the bound that an upgrade resets to (trap 11)', replicas(1, keda()), 'pass', /1 of 1/],
    ['fails below', replicas(0, keda()), 'fail', /0 of 1 to 4/],
    ['fails above', replicas(5, keda()), 'fail', /5 of 1 to 4/],
    ['passes at idle', replicas(0, keda({ spec: { idleReplicaCount: 0 } })), 'pass', /1 of 1/],
    [
      'fails by an HPA of its own',
      replicas(2, { horizontalpodautoscalers: [horizontal()] }),
      'fail',
      /2 of 3 to 5/,
    ],
    [
      'leaves out the HPA that KEDA made',
      replicas(2, {
        ...keda(),
        horizontalpodautoscalers: [horizontal({ ownerReferences: [{ kind: 'ScaledObject' }] })],
      }),
      'pass',
      /1 of 1/,
    ],
    ['skips without autoscalers', replicas(2), 'skip', /no autoscaler/],
    ['cannot tell where the target is gone', { objects: keda() }, 'inconclusive', /not there/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(replicasWithinBounds, asked)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('replicas-as-before', () => {
  const before = snapshotOf({ workloads: [{ ...workloadOf(worker, { replicas: 3 }), images: [] }] });
  const keda = (over: Over = {}) => ({ scaledobjects: [scaledObject(over)] });
  test.each<Row>([
    ['passes', { ...replicas(3), before }, 'pass', /1 workloads/],
    ['fails', { ...replicas(2), before }, 'fail', /Deployment\/tts-worker: 2, was 3/],
    ['lets an autoscaler move them (trap 11)', { ...replicas(1, keda()), before }, 'pass', /autoscaled/],
    [
      'fails where the autoscaler is paused',
      { ...replicas(1, keda(noted({ 'autoscaling.keda.sh/paused': 'true' }))), before },
      'fail',
      /1, was 3/,
    ],
    ['skips without a record', replicas(3), 'skip', /seatrial record/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(replicasAsBefore, asked)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});
