import { expect, test } from 'vitest';
import { ProbeError } from '../probes/probe-error.ts';
import { observeRelease } from './observe.ts';

const set = (generation: number, replicas: number) => ({
  metadata: { name: 'worker', uid: 'set', generation, labels: { 'app.kubernetes.io/instance': 'sie' } },
  spec: { replicas, template: { spec: { containers: [{ name: 'worker', image: 'sie-server:v0.3.1' }] } } },
});
const revision = (number: number, uid = 'set') => ({
  revision: number,
  metadata: { ownerReferences: [{ uid }] },
});

async function occurrence(statefulset: object, controllers: readonly object[] | Error) {
  const list = async (kind: string) => {
    if (kind !== 'controllerrevisions') return kind === 'statefulsets' ? [statefulset] : [];
    if (controllers instanceof Error) throw controllers;
    return controllers;
  };
  const query = { release: 'sie', revisions: 'workloads', tagOf: () => null } as const;
  return (await observeRelease({ namespace: 'sie', list } as never, query))!.subject.occurrence;
}

test('a StatefulSet that is scaled, from zero or back, is the same occurrence', async () => {
  const before = await occurrence(set(1, 0), [revision(1), revision(7, 'another')]);
  expect(before.revision).toBe(1);
  expect(await occurrence(set(2, 1), [revision(1)])).toEqual(before);
});

test('deployed again after another one, it is a new occurrence', async () => {
  expect((await occurrence(set(3, 1), [revision(2), revision(3)])).revision).toBe(3);
});

test('where its revisions may not be read, its generation counts', async () => {
  expect((await occurrence(set(4, 1), new ProbeError('forbidden', 'no'))).revision).toBe(4);
});

test("an operator's workloads follow its resources: the release is one occurrence from its first change on", async () => {
  const pool = (image: string) => ({
    metadata: {
      name: 'pool-llm',
      labels: { 'app.kubernetes.io/instance': 'wordcab' },
      ownerReferences: [
        { apiVersion: 'wordcab.com/v1', kind: 'WordcabPool', name: 'llm', uid: 'u', controller: true },
      ],
    },
    spec: { replicas: 1, template: { spec: { containers: [{ name: 'pool', image }] } } },
  });
  const own = {
    metadata: { name: 'api', labels: { 'app.kubernetes.io/instance': 'wordcab' } },
    spec: { replicas: 1, template: { spec: { containers: [{ name: 'api', image: 'api:v2' }] } } },
  };
  const said = { kind: 'WordcabPool', metadata: { name: 'llm', generation: 2 }, spec: { image: 'pool:v2' } };
  const at = async (image: string, busy: string | null) => {
    const objects: Record<string, object[]> = { deployments: [own, pool(image)], wordcabpools: [said] };
    const list = async (kind: string) => objects[kind] ?? [];
    return observeRelease({ namespace: 'wordcab', list } as never, {
      release: 'wordcab',
      revisions: 'workloads',
      tagOf: (name) => name.split(':')[1] ?? null,
      operator: { kinds: ['wordcabpools'], atWork: async () => busy },
    });
  };
  const [rolling, over] = [await at('pool:v1', 'one pool to roll'), await at('pool:v2', null)];
  expect(rolling!.pending).toBe('one pool to roll');
  expect(over!.pending).toBeNull();
  expect(rolling!.subject.tag).toBe('v2');
  expect(rolling!.subject.occurrence).toEqual(over!.subject.occurrence);
  expect(over!.subject.workloads).toHaveLength(2);
});
