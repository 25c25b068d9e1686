import { describe, expect, test } from 'vitest';
import { stillClock } from '../testing/fake-actions.ts';
import { settle } from './settle.ts';

const owner = (uid: string) => [{ apiVersion: 'apps/v1', kind: 'x', name: 'x', uid, controller: true }];
const of = (name: string) => ({
  name,
  uid: name,
  generation: 1,
  labels: { 'app.kubernetes.io/instance': 'sie' },
});
const template = { spec: { containers: [{ name: 'main', image: 'sie-server:v0.3.1' }] } };

const gateway = (replicas: number) => ({
  metadata: { ...of('gateway'), annotations: { 'deployment.kubernetes.io/revision': '1' } },
  spec: { replicas, template },
  status: { observedGeneration: 1, replicas, updatedReplicas: replicas, availableReplicas: replicas },
});
const pool = {
  metadata: of('worker-l4'),
  spec: { replicas: 0, template },
  status: { observedGeneration: 1, availableReplicas: 0, updateRevision: 'a' },
};

const settled = async (gatewayReplicas: number, restsAtZero: boolean) => {
  const pods = Array.from({ length: gatewayReplicas }, (_, index) => ({
    metadata: { name: `gateway-${index}`, uid: `pod-${index}`, ownerReferences: owner('set') },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  }));
  const objects: Record<string, object[]> = {
    deployments: [gateway(gatewayReplicas)],
    statefulsets: [pool],
    replicasets: [
      {
        metadata: {
          uid: 'set',
          ownerReferences: owner('gateway'),
          annotations: { 'deployment.kubernetes.io/revision': '1' },
        },
      },
    ],
    pods,
  };
  const reader = { namespace: 'sie', list: async (kind: string) => objects[kind] ?? [] } as never;
  const { finding } = await settle(
    reader,
    stillClock,
    {
      query: { release: 'sie', revisions: 'workloads', tagOf: () => 'v0.3.1' },
      deadlineSeconds: 10,
      quietSeconds: 0,
      expected: null,
      probe: null,
      restsAtZero,
      progress: () => {},
    },
    new AbortController().signal,
  );
  return finding;
};

describe('a pool at zero replicas (trap 12)', () => {
  test('is not proven by having nothing to wait for', async () => {
    expect(await settled(1, false)).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringMatching(/not proven/),
    });
  });

  test('is left to the smoke tests where pools may rest', async () => {
    const finding = await settled(1, true);
    expect(finding).toMatchObject({ outcome: 'pass' });
    expect(finding.reason).toMatch(
      /1 pods of 2 workloads on v0\.3\.1.*worker-l4 at zero replicas: the smoke tests prove it/,
    );
  });

  test('is no rest where nobody is there to be asked', async () => {
    expect(await settled(0, true)).toMatchObject({ outcome: 'inconclusive' });
  });
});
