import { expect, test } from 'vitest';
import { cartesia } from '../../platforms/cartesia/platform.ts';
import type { HelmHistory } from '../../probes/helm/history.ts';
import type { ClusterReader, Kind } from '../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { releaseSnapshot } from '../../release/snapshot.ts';
import { takeSnapshot } from './take-snapshot.ts';

const subject = {
  namespace: 'sie',
  release: 'sie',
  tag: '0.3.1',
  occurrence: { fingerprint: 'f', revision: 4, source: 'helm' as const },
  workloads: [
    { kind: 'Deployment' as const, name: 'gateway', templateHash: 't', replicas: 1, gpusPerPod: 0 },
  ],
  gpu: { model: null, ready: 0 },
};

const pool = (renewed: string): object => ({
  metadata: { name: 'sie-pool-a' },
  data: { 'pool.json': JSON.stringify({ spec: { gpus: 2 }, status: { last_renewed: renewed } }) },
});

const world = (over: Partial<Record<Kind, readonly object[] | Error>> = {}): ClusterReader => {
  const objects: Partial<Record<Kind, readonly object[] | Error>> = {
    configmaps: [
      pool('10:00'),
      { metadata: { name: 'panels', labels: { grafana_dashboard: '1' } }, data: { a: '1' } },
    ],
    leases: [
      { metadata: { name: 'sie-pool-lease-a' }, spec: { leaseDurationSeconds: 1200, renewTime: 'now' } },
    ],
    scaledobjects: [
      {
        metadata: { name: 'w', annotations: { 'autoscaling.keda.sh/paused-replicas': '3' } },
        spec: { minReplicaCount: 1, maxReplicaCount: 4 },
      },
    ],
    deployments: [
      {
        metadata: { name: 'gateway' },
        spec: { template: { spec: { containers: [{ image: 'x/gw:v0.3.1' }] } } },
      },
    ],
    pods: [
      {
        metadata: {
          name: 'gateway-7-a',
          uid: 'u1',
          ownerReferences: [{ controller: true, kind: 'ReplicaSet', name: 'gateway-7' }],
        },
      },
      {
        metadata: {
          name: 'hook-a',
          uid: 'u2',
          ownerReferences: [{ controller: true, kind: 'Job', name: 'hook' }],
        },
      },
    ],
    ...over,
  };
  return {
    namespace: 'sie',
    list: async (kind) => {
      const found = objects[kind] ?? [];
      if (found instanceof Error) throw found;
      return found as never;
    },
    get: async () => null,
  };
};

const helm: HelmHistory = {
  revisions: async () => [
    {
      revision: 4,
      status: 'deployed',
      chart: { name: 'sie-cluster', version: '0.3.1', appVersion: 'v0.3.1' },
      description: 'Upgrade complete',
      updatedAt: '2026-06-01T10:00:00Z',
      values: {
        auth: { apiKey: 'q1w2e3r4t5' },
        env: [{ name: 'DB_URL', value: 'postgres://u:hunter22@db/x' }],
        replicas: 2,
      },
      objects: [],
      hooks: [],
    },
  ],
};

const take = (kubernetes: ClusterReader, over: Partial<Parameters<typeof takeSnapshot>[0]> = {}) =>
  takeSnapshot({
    platform: { ...cartesia, inventory: async () => ({ voices: ['b', 'a'] }) },
    subject,
    endpoint: { url: 'http://10.0.0.1', headers: {}, hasApiKey: false },
    kubernetes,
    helm,
    http: {} as never,
    now: new Date('2026-06-01T12:00:00Z'),
    signal: new AbortController().signal,
    ...over,
  });

test('holds what there is, and no secret', async () => {
  const taken = releaseSnapshot.parse(await take(world()));
  expect(taken.helm?.values).toEqual({
    'auth.apiKey': expect.stringMatching(/^redacted #[0-9a-f]{4}$/),
    'env.DB_URL': expect.stringMatching(/^redacted #[0-9a-f]{4}$/),
    replicas: '2',
  });
  expect(JSON.stringify(taken)).not.toMatch(/q1w2e3r4t5|hunter22/);
  expect(taken.workloads[0]?.images).toEqual(['x/gw:v0.3.1']);
  expect(taken.pods).toEqual([{ name: 'gateway-7-a', uid: 'u1', workload: 'gateway' }]);
  expect(taken.objects.map(({ kind, name, note }) => [kind, name, note].filter(Boolean).join(' '))).toEqual([
    'ScaledObject w 1 to 4 replicas, paused at 3',
    'Lease sie-pool-lease-a',
    'ConfigMap sie-pool-a',
    'Dashboard panels',
  ]);
  expect(taken.inventory).toEqual({ voices: ['a', 'b'] });
  expect(taken.missing).toEqual([]);
});

test('a pool that only renews itself has not changed', async () => {
  const [one, two] = [await take(world()), await take(world({ configmaps: [pool('11:00')] }))];
  const hash = (of: typeof one): string | undefined =>
    of.objects.find(({ name }) => name === 'sie-pool-a')?.hash;
  expect(hash(two)).toBe(hash(one));
});

test('what may not be read is named, the rest is there', async () => {
  const no = new ProbeError('forbidden', 'no permission to list leases in sie: grant it in a Role');
  const taken = await take(world({ leases: no }), { helm: null });
  expect(taken.missing).toEqual([
    { part: 'leases', reason: no.message },
    { part: 'helm', reason: 'Helm’s Secrets are not read' },
  ]);
  expect(taken.helm).toBeNull();
  expect(taken.objects.some(({ kind }) => kind === 'ScaledObject')).toBe(true);
});

test('it fits a plan, however much there is', async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      metadata: { name: `m${index}`, uid: `u${index}` },
      data: { a: '1' },
    }));
  const values = Object.fromEntries(many(400).map(({ metadata: { name } }) => [name, 'x'.repeat(1000)]));
  const [revision] = await helm.revisions();
  const taken = await take(world({ configmaps: many(5000), pods: many(3000) }), {
    helm: { revisions: async () => [{ ...revision!, values }] },
  });
  releaseSnapshot.parse(taken);
  expect(taken.missing.map(({ part }) => part).sort()).toEqual(['objects', 'pods', 'values']);
});
