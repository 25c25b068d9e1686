import { expect, test } from 'vitest';
import { type ReleaseSnapshot, releaseSnapshot } from '../../release/snapshot.ts';
import { changesBeside, changesSince } from './changes-since.ts';
import { diffSnapshots } from './diff-snapshots.ts';

const worker = {
  kind: 'StatefulSet' as const,
  name: 'worker',
  templateHash: 'a',
  replicas: 3,
  gpusPerPod: 1,
  images: ['registry/worker:sonic-20260503'],
};
const before: ReleaseSnapshot = releaseSnapshot.parse({
  version: 1,
  takenAt: '2026-06-01T10:00:00.000Z',
  platform: 'cartesia',
  namespace: 'voice',
  release: 'voice',
  tag: 'sonic-20260503',
  fingerprint: 'f1',
  revision: 6,
  helm: {
    revision: 6,
    status: 'deployed',
    chart: 'cartesia',
    chartVersion: '0.4.0',
    appVersion: null,
    valuesHash: 'h1',
    values: { 'api.replicas': '2', 'auth.apiKey': 'redacted #00aa' },
    history: [],
  },
  workloads: [worker],
  pods: [
    { name: 'worker-0', uid: 'u0', workload: 'worker' },
    { name: 'worker-1', uid: 'u1', workload: 'worker' },
  ],
  objects: [
    { kind: 'ConfigMap', name: 'settings', hash: '1' },
    { kind: 'Lease', name: 'pool-a', hash: '1' },
    { kind: 'ScaledObject', name: 'worker', hash: '1', note: '1 to 4 replicas' },
  ],
  inventory: { voices: ['anna', 'ben'] },
});

const lines = (after: Partial<ReleaseSnapshot>, from = before): string[] =>
  diffSnapshots(from, { ...before, ...after }).changes.map(
    ({ weight, of, text }) => `${weight} ${of}: ${text}`,
  );

test('nothing changed, nothing is told', () => {
  expect(lines({ takenAt: 'later', revision: 6 })).toEqual([]);
});

test('an upgrade is told by weight, in plain words', () => {
  expect(
    lines({
      tag: 'sonic-20260610',
      helm: {
        ...before.helm!,
        revision: 7,
        chartVersion: '0.5.0',
        valuesHash: 'h2',
        values: { 'api.replicas': '3', 'auth.apiKey': 'redacted #00ab', 'new.key': 'x' },
      },
      workloads: [{ ...worker, templateHash: 'b', replicas: 1, images: ['registry/worker:sonic-20260610'] }],
      pods: [
        { name: 'worker-0', uid: 'u9', workload: 'worker' },
        { name: 'worker-1', uid: 'u1', workload: 'worker' },
      ],
      objects: [
        { kind: 'ConfigMap', name: 'settings', hash: '2' },
        { kind: 'ScaledObject', name: 'worker', hash: '1', note: '1 to 4 replicas, paused at 1' },
      ],
      inventory: { voices: ['ben', 'cleo'] },
    }),
  ).toEqual([
    'main Release: tag sonic-20260503 → sonic-20260610',
    'main Helm: revision 6 → 7',
    'main Helm: chart cartesia 0.4.0 → cartesia 0.5.0',
    'main value api.replicas: 2 → 3',
    'main value auth.apiKey: changed (secret, not shown)',
    'main value new.key: set to x',
    'main StatefulSet/worker: image worker sonic-20260503 → sonic-20260610',
    'main voices: 1 of 2 lost: anna',
    'part StatefulSet/worker: replicas 3 → 1',
    'part ConfigMap/settings: content changed',
    'part Lease/pool-a: gone',
    'part ScaledObject/worker: 1 to 4 replicas → 1 to 4 replicas, paused at 1',
    'part voices: 1 new: cleo',
    'trace StatefulSet/worker: 1 of 2 pods are new',
  ]);
});

test('what could not be read is not taken for gone or new', () => {
  const missing = [
    { part: 'leases', reason: 'no permission to list leases' },
    { part: 'helm', reason: 'no permission to list secrets' },
    { part: 'inventory', reason: 'no answer' },
    { part: 'pods', reason: 'no permission' },
  ];
  const after = {
    ...before,
    helm: null,
    pods: [],
    inventory: {},
    missing,
    objects: before.objects.filter(({ kind }) => kind !== 'Lease'),
  };
  const diff = diffSnapshots(before, after);
  expect(diff.changes).toEqual([]);
  expect(diff.unknown).toContain('leases after: no permission to list leases');
  expect(diffSnapshots(after, before).changes).toEqual([]);
});

test('beside a verdict it is bounded', () => {
  const objects = Array.from({ length: 300 }, (_, index) => ({
    kind: 'ConfigMap',
    name: `${index}-${'x'.repeat(240)}`,
    hash: '1',
    note: 'y'.repeat(200),
  }));
  const changes = changesSince({ ...before, objects: [] }, { ...before, objects });
  expect(changesBeside.parse(changes).more).toBe(280);
  expect(JSON.stringify(changes).length).toBeLessThan(8000);
});
