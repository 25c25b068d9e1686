import { describe, expect, test } from 'vitest';
import { surgeOf } from './quantity.ts';
import { surgeGpus } from './surge-gpus.ts';
import { asked, deployment, gpu, node, pod, revision, statefulSet, targetOf, type World } from './testing.ts';

const two = [deployment('tts', { replicas: 2 }), deployment('stt', { replicas: 4 })];
const running = (on: string) => [
  ...['tts-0', 'tts-1', 'stt-0', 'stt-1', 'stt-2', 'stt-3'].map((name) => pod(name, on, { [gpu]: 1 })),
];
const world = (gpus: number, over: Partial<NonNullable<World['lists']>> = {}): World => ({
  lists: {
    deployments: two,
    nodes: [node('a', { gpus: { [gpu]: gpus } })],
    everypods: running('a'),
    ...over,
  },
});
const status = (groups: string) => ({
  'autoscalerstatuses/cluster-autoscaler-status': { data: { status: groups } },
});

test.each([
  [3, 10, 3],
  ['25%', 1, 1],
  ['25%', 4, 1],
  ['25%', 5, 2],
  ['100%', 4, 4],
])('a surge of %s of %i pods is %i, rounded up', (value, replicas, expected) => {
  expect(surgeOf(value, replicas)).toBe(expected);
});

describe('the sum over all pools that roll at once', () => {
  test('passes with min(desired, maxSurge) of each free', async () => {
    expect(await asked(surgeGpus, world(6 + 5))).toMatchObject({
      outcome: 'pass',
      reason: `there is room for 5 ${gpu} at once`,
    });
  });

  test('fails with one less, and names the numbers', async () => {
    expect(await asked(surgeGpus, world(6 + 4))).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining(`5 ${gpu} needed for 2 pools that roll at once, 4 free`),
    });
  });

  test('counts what other namespaces use, and ended pods not', async () => {
    const others = [...running('a'), pod('other-0', 'a', { [gpu]: 1 })];
    expect((await asked(surgeGpus, world(11, { everypods: others }))).outcome).toBe('fail');
    const ended = { ...pod('other-0', 'a', { [gpu]: 1 }), status: { phase: 'Succeeded' } };
    expect((await asked(surgeGpus, world(11, { everypods: [...running('a'), ended] }))).outcome).toBe('pass');
  });

  test('pods that wait already are first in line', async () => {
    const waiting = [...running('a'), pod('other-0', undefined, { [gpu]: 1 })];
    expect((await asked(surgeGpus, world(11, { everypods: waiting }))).outcome).toBe('fail');
  });
});

describe('which nodes count', () => {
  const spare = (spec: object, labels = {}) => [
    node('a', { gpus: { [gpu]: 6 } }),
    node('b', { gpus: { [gpu]: 8 }, spec, labels }),
  ];
  const tolerating = [deployment('tts', { pod: { tolerations: [{ key: 'gpu', operator: 'Exists' }] } })];
  const taint = { taints: [{ key: 'gpu', effect: 'NoSchedule' }] };

  test.each([
    ['a node with room', {}, 'pass'],
    ['a cordoned one', { unschedulable: true }, 'fail'],
    ['a tainted one', taint, 'fail'],
  ])('%s', async (_, spec, outcome) => {
    expect((await asked(surgeGpus, world(0, { nodes: spare(spec) }))).outcome).toBe(outcome);
  });

  test('a tainted one that is tolerated', async () => {
    const lists = { nodes: spare(taint), deployments: tolerating };
    expect((await asked(surgeGpus, world(0, lists))).outcome).toBe('pass');
  });

  test('one whose labels the selector and the affinity want', async () => {
    const required = {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['x'] }] }],
    };
    const choosy = [
      deployment('tts', {
        pod: {
          nodeSelector: { type: 'h100' },
          affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } },
        },
      }),
    ];
    const lists = (labels: object) => ({ deployments: choosy, nodes: spare({}, labels) });
    expect((await asked(surgeGpus, world(0, lists({ type: 'h100', zone: 'x' })))).outcome).toBe('pass');
    expect((await asked(surgeGpus, world(0, lists({ type: 'h100', zone: 'y' })))).outcome).toBe('fail');
  });
});

describe('what a workload asks for', () => {
  const one = (object: object, gpus: Record<string, number>) => ({
    lists: {
      [(object as { kind: string }).kind === 'StatefulSet' ? 'statefulsets' : 'deployments']: [object],
      nodes: [node('a', { gpus })],
    },
  });

  test('a StatefulSet and Recreate replace in place', async () => {
    expect((await asked(surgeGpus, one(statefulSet('w'), { [gpu]: 0 }))).outcome).toBe('pass');
    expect(
      (await asked(surgeGpus, one(deployment('w', { strategy: 'Recreate' }), { [gpu]: 0 }))).outcome,
    ).toBe('pass');
  });

  test('a MIG profile is a resource of its own', async () => {
    const mig = 'nvidia.com/mig-3g.40gb';
    const sliced = deployment('w', { replicas: 1, gpus: { [mig]: 1 } });
    expect((await asked(surgeGpus, one(sliced, { [mig]: 1 }))).outcome).toBe('pass');
    expect((await asked(surgeGpus, one(sliced, { [gpu]: 8 }))).reason).toContain(`1 ${mig} needed`);
  });

  test('a pod with four GPUs needs them on one node', async () => {
    const big = deployment('w', { replicas: 1, gpus: { [gpu]: 4 } });
    const nodes = [node('a', { gpus: { [gpu]: 3 } }), node('b', { gpus: { [gpu]: 3 } })];
    expect((await asked(surgeGpus, { lists: { deployments: [big], nodes } })).outcome).toBe('fail');
  });

  test('nothing asks for GPUs', async () => {
    expect((await asked(surgeGpus, one(deployment('w', { gpus: {} }), {}))).outcome).toBe('skip');
  });
});

describe('a target', () => {
  const target = targetOf([deployment('tts', { replicas: 2, image: 'r.io/w:v2' }), two[1]!]);
  const deployed = [revision(3, 'deployed', { objects: two })];

  test('rolls only what differs from what Helm applied', async () => {
    const at = (gpus: number) => asked(surgeGpus, { ...world(gpus), target, revisions: deployed });
    expect((await at(6 + 2)).outcome).toBe('pass');
    expect((await at(6 + 1)).outcome).toBe('fail');
  });

  test('rolls everything where Helm’s history may not be read', async () => {
    const blind = { target, revisions: deployed, forbidden: ['helm'] };
    expect((await asked(surgeGpus, { ...world(8), ...blind })).outcome).toBe('fail');
  });

  test('counts replicas that an autoscaler added, and those that the chart adds', async () => {
    const more = targetOf([deployment('tts', { replicas: 6, image: 'r.io/w:v2' })]);
    const lists = { deployments: [two[0]] };
    // 4 more replicas, and a surge of 3.
    expect((await asked(surgeGpus, { ...world(6 + 6, lists), target: more })).outcome).toBe('fail');
    expect((await asked(surgeGpus, { ...world(6 + 7, lists), target: more })).outcome).toBe('pass');
  });
});

describe('where room is short and nodes may come', () => {
  const text = `Cluster-autoscaler status at 2026-06-10 03:00:00 +0000 UTC:
NodeGroups:
  Name:        gpu-pool
  Health:      Healthy (ready=1 unready=0 registered=1 cloudProviderTarget=1 (minSize=1, maxSize=MAX))
`;
  const yaml = `nodeGroups:
- name: gpu-pool
  health: {status: Healthy, cloudProviderTarget: 1, minSize: 0, maxSize: MAX}
`;
  test.each([
    ['text with headroom', text, 5, 'inconclusive'],
    ['text at its maximum', text, 1, 'fail'],
    ['YAML with headroom', yaml, 5, 'inconclusive'],
    ['YAML at its maximum', yaml, 1, 'fail'],
  ])('%s', async (_, form, max, outcome) => {
    const objects = status(form.replace('MAX', String(max)));
    expect((await asked(surgeGpus, { ...world(6), objects })).outcome).toBe(outcome);
  });

  test('Karpenter, or no right to look', async () => {
    const karpenter = [node('a', { gpus: { [gpu]: 6 }, labels: { 'karpenter.sh/nodepool': 'gpu' } })];
    expect((await asked(surgeGpus, world(6, { nodes: karpenter }))).outcome).toBe('inconclusive');
    expect((await asked(surgeGpus, { ...world(6), forbidden: ['autoscalerstatuses'] })).outcome).toBe(
      'inconclusive',
    );
  });

  test('nodes that may not be read', async () => {
    expect(await asked(surgeGpus, { ...world(6), forbidden: ['nodes'] })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'no permission to read nodes',
    });
  });
});
