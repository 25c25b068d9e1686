import { describe, expect, test } from 'vitest';
import { ProbeError } from '../../probes/probe-error.ts';
import type { RegistryProbe } from '../../probes/registry/probe.ts';
import { imagesPullable } from './images-pullable.ts';
import { asked, deployment, node, targetOf } from './testing.ts';

const image = 'team.io/app:v2';
const registry = (answers: Record<string, Awaited<ReturnType<RegistryProbe['find']>>>): RegistryProbe => ({
  find: async (name, credentials) => {
    const found = answers[`${credentials?.username ?? 'nobody'} ${name}`];
    if (found) return found;
    throw new ProbeError('unreachable', 'registry cannot be reached from here');
  },
});
const target = (pod: object = {}) => targetOf([deployment('w', { image, pod })]);
const nodes = (images: readonly string[] = [], more: readonly string[] = images) => [
  node('a', { images }),
  node('b', { images: more }),
];
const secret = {
  'secrets/pull': {
    data: {
      '.dockerconfigjson': Buffer.from(
        JSON.stringify({ auths: { 'team.io': { username: 'us', password: 'p' } } }),
      ).toString('base64'),
    },
  },
};
const there = { there: true as const, digest: 'sha256:1' };
const missing = { there: false as const, why: 'missing' as const, seen: '404' };
const refused = { there: false as const, why: 'refused' as const, seen: '403' };
const pulling = { imagePullSecrets: [{ name: 'pull' }] };

describe('preflight.images-pullable', () => {
  test.each([
    ['in the registry', { registry: registry({ [`nobody ${image}`]: there }) }, 'pass'],
    ['missing there', { registry: registry({ [`nobody ${image}`]: missing }) }, 'fail'],
    [
      'refused without a pull secret',
      { registry: registry({ [`nobody ${image}`]: refused }) },
      'inconclusive',
    ],
    ['out of reach', { registry: registry({}) }, 'inconclusive'],
    ['on every node', { registry: registry({}), lists: { nodes: nodes([image]) } }, 'pass'],
    [
      'on one node only',
      { registry: registry({ [`nobody ${image}`]: missing }), lists: { nodes: nodes([image], []) } },
      'fail',
    ],
    [
      'asked for with the pull secret',
      { registry: registry({ [`us ${image}`]: there }), target: target(pulling), objects: secret },
      'pass',
    ],
    [
      'refused to the pull secret',
      { registry: registry({ [`us ${image}`]: refused }), target: target(pulling), objects: secret },
      'fail',
    ],
    [
      'for a pull secret that may not be read',
      { registry: registry({}), target: target(pulling), forbidden: ['secrets'] },
      'inconclusive',
    ],
  ])('%s', async (_, world, outcome) => {
    expect(
      (await asked(imagesPullable, { target: target(), lists: { nodes: nodes() }, ...world })).outcome,
    ).toBe(outcome);
  });

  test('takes the pull secret of the ServiceAccount', async () => {
    const objects = { ...secret, 'serviceaccounts/default': { imagePullSecrets: [{ name: 'pull' }] } };
    const world = { target: target(), lists: { nodes: nodes() }, objects };
    expect(
      (await asked(imagesPullable, { ...world, registry: registry({ [`us ${image}`]: there }) })).outcome,
    ).toBe('pass');
  });

  test('a list of 50 images does not prove that one is missing; a running container proves that it is there', async () => {
    const listed = Array.from({ length: 50 }, (_, index) => `team.io/other:v${index}`);
    const live = deployment('w', {
      image,
      pod: { containers: [{ name: 'main', image, imagePullPolicy: 'Never' }] },
    });
    const lists = { deployments: [live], nodes: [node('a', { images: listed })] };
    expect((await asked(imagesPullable, { lists, registry: registry({}) })).outcome).toBe('inconclusive');
    const up = {
      spec: { nodeName: 'a', containers: [{ name: 'main', image }] },
      status: { containerStatuses: [{ name: 'main', state: { running: {} } }] },
    };
    expect(
      (await asked(imagesPullable, { lists: { ...lists, pods: [up] }, registry: registry({}) })).outcome,
    ).toBe('pass');
  });

  test('a kubelet that could not get the image is believed', async () => {
    const waiting = {
      metadata: { name: 'w-0' },
      spec: { containers: [{ name: 'main', image }] },
      status: { containerStatuses: [{ name: 'main', state: { waiting: { reason: 'ErrImageNeverPull' } } }] },
    };
    const world = { target: target(), lists: { nodes: nodes(), pods: [waiting] } };
    expect(await asked(imagesPullable, { ...world, registry: registry({}) })).toMatchObject({
      outcome: 'fail',
      evidence: { seen: expect.stringContaining('ErrImageNeverPull of Pod/w-0') },
    });
  });

  test('Always asks the registry, Never asks the nodes', async () => {
    const policy = (imagePullPolicy: string) =>
      targetOf([deployment('w', { pod: { containers: [{ name: 'main', image, imagePullPolicy }] } })]);
    const lists = { nodes: nodes([image]) };
    const gone = registry({ [`nobody ${image}`]: missing });
    expect((await asked(imagesPullable, { target: policy('Always'), lists, registry: gone })).outcome).toBe(
      'fail',
    );
    expect((await asked(imagesPullable, { target: policy('Never'), lists, registry: gone })).outcome).toBe(
      'pass',
    );
    expect(
      (
        await asked(imagesPullable, {
          target: policy('Never'),
          lists: { nodes: nodes() },
          registry: registry({ [`nobody ${image}`]: there }),
        })
      ).outcome,
    ).toBe('fail');
  });

  test('the images of hooks are needed too', async () => {
    const job = {
      kind: 'Job',
      metadata: { name: 'apply' },
      spec: { template: { spec: { containers: [{ name: 'k', image: 'team.io/k:1' }] } } },
    };
    const world = { target: { ...target(), hooks: [job] }, lists: { nodes: nodes([image]) } };
    expect(
      await asked(imagesPullable, { ...world, registry: registry({ 'nobody team.io/k:1': missing }) }),
    ).toMatchObject({
      outcome: 'fail',
      evidence: { objects: ['Job/apply'] },
    });
  });
});
