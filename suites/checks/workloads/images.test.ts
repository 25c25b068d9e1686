import { describe, expect, test } from 'vitest';
import { imagesOnTag } from '../images-on-tag.ts';
import { type Asked, ask, deploymentOf, podOf, together, workloadOf } from '../testing/cluster.ts';
import { imageDigests } from './image-digests.ts';

const worker = 'tts-worker';
const good = deploymentOf(worker);
const leftOver = podOf('left', `${worker}-old`, worker, {
  spec: { containers: [{ name: 'main', image: 'r/api:sonic-20251118' }] },
});

describe('images-on-tag', () => {
  const check = imagesOnTag((image) => /:(v?\d[\d.]*|sonic-\d{8})/.exec(image)?.[1] ?? null);
  const helper = (over: object) => podOf('helper', null, 'other', over);
  const old = { containers: [{ name: 'main', image: 'r/api:sonic-20251118' }] };
  const prepull = deploymentOf('prepull', {
    podSpec: { containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.10' }] },
  });
  const spelled = deploymentOf(worker, {
    pods: [
      podOf('a', `${worker}-new`, worker, { spec: { containers: [{ name: 'main', image: 'r/x:v0.3.1' }] } }),
    ],
  });
  const injected = podOf('a', `${worker}-new`, worker, {
    spec: {
      containers: [
        { name: 'main', image: 'r/api:sonic-20260610' },
        { name: 'istio-proxy', image: 'istio:1.20' },
      ],
    },
  });
  test.each<[string, Asked, string, RegExp]>([
    ['passes', { objects: good }, 'pass', /2 of 2/],
    ['fails on a pod of another tag', { objects: together(good, { pods: [leftOver] }) }, 'fail', /1 of 3/],
    [
      'leaves out pods that the release does not own (trap 16)',
      { objects: together(good, { pods: [helper({ spec: old })] }) },
      'pass',
      /2 of 2/,
    ],
    [
      'leaves out image pre-pulls (trap 16)',
      {
        objects: together(good, prepull),
        subject: { workloads: [workloadOf(worker), workloadOf('prepull')] },
      },
      'pass',
      /2 of 2/,
    ],
    [
      'leaves out Jobs (trap 16)',
      {
        objects: together(good, {
          pods: [
            podOf('job', null, worker, {
              spec: old,
              metadata: {
                labels: { app: worker },
                ownerReferences: [{ kind: 'Job', uid: 'j', controller: true }],
              },
            }),
          ],
        }),
      },
      'pass',
      /2 of 2/,
    ],
    [
      'leaves out pods that were evicted',
      {
        objects: together(good, {
          pods: [podOf('e', `${worker}-old`, worker, { spec: old, status: { phase: 'Failed' } })],
        }),
      },
      'pass',
      /2 of 2/,
    ],
    [
      'leaves out injected sidecars',
      { objects: deploymentOf(worker, { pods: [injected] }) },
      'pass',
      /1 of 1/,
    ],
    [
      'takes v0.3.1 and 0.3.1 for one (trap 4)',
      { objects: spelled, subject: { tag: '0.3.1' } },
      'pass',
      /1 of 1/,
    ],
    ['cannot tell without a tag', { objects: good, subject: { tag: null } }, 'inconclusive', /no image/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(check, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('image-digests', () => {
  const run = (name: string, digit: string, over: { prefix?: string; node?: string } = {}) =>
    podOf(name, `${worker}-new`, worker, {
      ...(over.node && { spec: { nodeName: over.node, containers: [{ name: 'main', image: 'r/api:t' }] } }),
      containerStatus: { imageID: `${over.prefix ?? 'r/api@'}sha256:${digit.repeat(64)}` },
    });
  const pods = (...some: ReturnType<typeof run>[]) => ({ objects: deploymentOf(worker, { pods: some }) });
  test.each<[string, Asked, string, RegExp]>([
    ['passes on one digest', pods(run('a', '1'), run('b', '1')), 'pass', /one digest each/],
    [
      'fails on a tag that was moved',
      pods(run('a', '1'), run('b', '1'), run('c', '2')),
      'fail',
      /2 different images/,
    ],
    [
      'fails on two ids of one node',
      pods(run('a', '1', { prefix: '' }), run('b', '2', { prefix: '' })),
      'fail',
      /moved/,
    ],
    [
      'cannot tell by ids of two nodes',
      pods(run('a', '1', { prefix: '', node: 'x' }), run('b', '2', { prefix: '', node: 'y' })),
      'inconclusive',
      /another node/,
    ],
    [
      'does not compare an id with a digest',
      pods(run('a', '1', { prefix: '' }), run('b', '2')),
      'inconclusive',
      /cannot be compared/,
    ],
    ['cannot tell before containers have started', { objects: good }, 'inconclusive', /no container/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(imageDigests, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});
