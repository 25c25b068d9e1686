import type { V1Deployment, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { ProbeError } from '../../probes/probe-error.ts';
import { found, sceneOf, today } from '../testing.ts';
import { otherRollout } from './other-rollout.ts';

const router = (updated = 3, revision = '4', name = 'router'): V1Deployment => ({
  metadata: {
    name,
    uid: name,
    generation: 4,
    annotations: { 'deployment.kubernetes.io/revision': revision },
  },
  spec: { replicas: 3, selector: {}, template: {} },
  status: { observedGeneration: 4, replicas: 3, updatedReplicas: updated },
});
const templateOf = (uid: string, time: string): V1ReplicaSet => ({
  metadata: {
    creationTimestamp: today(time),
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: uid, uid, controller: true }],
  },
});
const seen = (deployment: V1Deployment, time: string) => ({
  deployments: [deployment],
  replicasets: [
    templateOf(deployment.metadata!.uid!, '01:00:00'),
    templateOf(deployment.metadata!.uid!, time),
  ],
});

test.each<[string, Parameters<typeof sceneOf>[0], string[]]>([
  ['rests', { now: seen(router(), '01:30:00') }, []],
  [
    'was changed with the release',
    { now: seen(router(), '02:55:00') },
    ['Deployment/cartesia/router: was changed at 02:55 UTC'],
  ],
  ['was changed earlier', { now: seen(router(), '02:40:00') }, []],
  [
    'was changed after the last good record and still rolls out',
    { now: seen(router(1), '02:40:00') },
    ['Deployment/cartesia/router: was changed at 02:40 UTC and is rolling out: 1 of 3 pods updated'],
  ],
  ['has hung since long before', { now: seen(router(1), '01:40:00') }, []],
  [
    'went back to an older template under the load',
    { before: seen(router(3, '4'), '01:30:00'), after: seen(router(3, '5'), '01:30:00') },
    ['Deployment/cartesia/router: changed during the load'],
  ],
  ["is the release's own", { now: seen(router(1, '4', 'tts-worker'), '03:00:00') }, []],
])('another workload that %s', async (_, over, expected) => {
  expect(await found(otherRollout, sceneOf(over))).toEqual(expected);
});

test('a StatefulSet is dated by its revisions', async () => {
  const redis: V1StatefulSet = {
    metadata: { name: 'redis', uid: 'redis', generation: 2 },
    spec: { replicas: 1, selector: {}, template: {}, serviceName: 'redis' },
    status: { observedGeneration: 2, replicas: 1, updatedReplicas: 1, updateRevision: 'redis-2' },
  };
  const revision = { ...templateOf('redis', '03:01:00'), revision: 2 };
  expect(
    await found(otherRollout, sceneOf({ now: { statefulsets: [redis], controllerrevisions: [revision] } })),
  ).toEqual(['StatefulSet/cartesia/redis: was changed at 03:01 UTC']);
});

test('what may not be listed is not looked at', async () => {
  const replicasets = new ProbeError('forbidden', 'replicasets may not be listed');
  expect(await found(otherRollout, sceneOf({ now: { replicasets } }))).toBe('replicasets may not be listed');
});
