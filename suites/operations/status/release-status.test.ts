import { expect, test } from 'vitest';
import type { ClusterReader, Kind } from '../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { releaseStatus } from './release-status.ts';

const image = (tag: string) => ({
  spec: { containers: [{ image: `worker:${tag}`, resources: { limits: { 'nvidia.com/gpu': '2' } } }] },
});
const deployment = {
  metadata: {
    name: 'worker',
    uid: 'd',
    generation: 2,
    annotations: { 'meta.helm.sh/release-name': 'voice', 'deployment.kubernetes.io/revision': '2' },
  },
  spec: { replicas: 2, template: image('new') },
  status: { observedGeneration: 2, replicas: 3, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 },
};
const owner = (kind: string, uid: string, name: string) => [{ controller: true, kind, uid, name }];
const set = (revision: string) => ({
  metadata: {
    name: `worker-${revision}`,
    uid: `rs${revision}`,
    annotations: { 'deployment.kubernetes.io/revision': revision },
    ownerReferences: owner('Deployment', 'd', 'worker'),
  },
});
const pod = (name: string, revision: string, tag: string, over: object = {}) => ({
  metadata: {
    name,
    uid: name,
    ownerReferences: owner('ReplicaSet', `rs${revision}`, `worker-${revision}`),
    ...over,
  },
  ...image(tag),
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

const status = (over: Partial<Record<Kind, readonly object[] | Error>> = {}) => {
  const objects: Partial<Record<Kind, readonly object[] | Error>> = {
    deployments: [deployment],
    replicasets: [set('1'), set('2')],
    pods: [
      pod('a', '2', 'new'),
      pod('b', '2', 'new'),
      pod('c', '1', 'old'),
      pod('going', '1', 'old', { deletionTimestamp: 'now' }),
    ],
    secrets: [{ metadata: { labels: { version: '7', status: 'deployed' } } }],
    ...over,
  };
  const reader: ClusterReader = {
    namespace: 'x',
    list: async (kind) => {
      const found = objects[kind] ?? [];
      if (found instanceof Error) throw found;
      return found as never;
    },
    get: async () => null,
  };
  const tagOf = (name: string) => name.split(':')[1] ?? null;
  return releaseStatus(reader, { release: 'voice', tagOf, now: new Date('2026-06-01T10:00:00Z') });
};

test('pool by pool, while a pod of the old release is left', async () => {
  expect(await status()).toMatchObject({
    tag: 'new',
    helm: { revision: 7, status: 'deployed' },
    settled: false,
    waiting: ['Deployment/worker: 1 old pods left'],
    pools: [
      {
        name: 'worker',
        desired: 2,
        ready: 2,
        tags: [
          { tag: 'new', pods: 2 },
          { tag: 'old', pods: 1 },
        ],
        gpus: { ready: 4, desired: 4 },
        scaling: null,
        pods: 3,
      },
    ],
    unread: [],
  });
});

test('an upgrade that Helm has not ended is not settled, whatever the pods say', async () => {
  const settled = {
    deployments: [{ ...deployment, status: { ...deployment.status, replicas: 2 } }],
    pods: [pod('a', '2', 'new'), pod('b', '2', 'new')],
  };
  expect((await status(settled))?.settled).toBe(true);
  const pending = [{ metadata: { labels: { version: '8', status: 'pending-upgrade' } } }];
  expect(await status({ ...settled, secrets: pending })).toMatchObject({
    settled: false,
    waiting: ['Helm revision 8 is pending-upgrade'],
  });
});

test('a right that is missing is named; a pool at zero proves nothing; no release is no status', async () => {
  const no = new ProbeError('forbidden', 'no permission to list secrets in x');
  const zero = { ...deployment, spec: { ...deployment.spec, replicas: 0 } };
  expect(await status({ secrets: no, deployments: [zero] })).toMatchObject({
    helm: null,
    unread: ['no permission to list secrets in x'],
    notes: ['Deployment/worker at zero replicas: settled, but nothing is proven of it'],
  });
  expect(await status({ deployments: [] })).toBeNull();
});
