import { describe, expect, test } from 'vitest';
import { settings } from '../../settings.ts';
import { podsReady } from '../pods-ready.ts';
import {
  type Asked,
  ask,
  deploymentOf,
  minutesAgo,
  podOf,
  together,
  workloadOf,
} from '../testing/cluster.ts';
import { rolloutComplete } from './rollout-complete.ts';

const worker = 'tts-worker';
const good = deploymentOf(worker);
const scaled = {
  scaledobjects: [
    { metadata: { name: worker }, spec: { scaleTargetRef: { name: worker }, minReplicaCount: 2 } },
  ],
};

const statefulSet = (over: { spec?: object; status?: object } = {}) => ({
  metadata: { name: worker, uid: 's', generation: 1 },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: worker } },
    template: { spec: { containers: [{ name: 'main' }] } },
    ...over.spec,
  },
  status: {
    observedGeneration: 1,
    availableReplicas: 2,
    updateRevision: 'new',
    currentRevision: 'new',
    ...over.status,
  },
});
const member = (name: string, hash: string) =>
  podOf(name, 's', worker, { metadata: { labels: { app: worker, 'controller-revision-hash': hash } } });
const stateful = (hashes: readonly string[], over: Parameters<typeof statefulSet>[0] = {}): Asked => ({
  subject: { workloads: [workloadOf(worker, { kind: 'StatefulSet' })] },
  objects: {
    statefulsets: [statefulSet(over)],
    pods: hashes.map((hash, index) => member(`p-${index}`, hash)),
  },
});
const atZero = deploymentOf(worker, {
  spec: { replicas: 0 },
  status: { replicas: 0, updatedReplicas: 0, availableReplicas: 0 },
  pods: [],
});
const starting = podOf('c', `${worker}-new`, worker, {
  metadata: { creationTimestamp: minutesAgo(1) },
  status: { conditions: [{ type: 'Ready', status: 'False' }] },
});
const growing = deploymentOf(worker, {
  spec: { replicas: 3 },
  status: { replicas: 3, updatedReplicas: 3 },
  pods: [...good.pods, starting],
});
const leftOver = podOf('left', `${worker}-old`, worker, {
  spec: { containers: [{ name: 'main', image: 'r/api:sonic-20251118' }] },
});
const bare = podOf('bare', null, worker, {
  spec: { containers: [{ name: 'main', image: 'r/api:sonic-20251118' }] },
});

describe('rollout-complete', () => {
  test.each<[string, Asked, string, RegExp]>([
    ['passes when every pod is of the newest template', { objects: good }, 'pass', /1 of 1 workloads/],
    [
      'fails on a pod of an old ReplicaSet',
      { objects: together(good, { pods: [leftOver] }) },
      'fail',
      /1 of 3 pods are not of its newest template \(left\)/,
    ],
    [
      'fails on a bare pod that has the labels',
      { objects: together(good, { pods: [bare] }) },
      'fail',
      /\(bare\)/,
    ],
    [
      'fails on pods that are not available',
      { objects: deploymentOf(worker, { status: { availableReplicas: 1 } }) },
      'fail',
      /1 of 2 pods available/,
    ],
    ['fails on a workload that is gone', {}, 'fail', /is gone/],
    [
      'fails on a partition that kubectl calls done (trap 12)',
      stateful(['new', 'old'], {
        spec: { updateStrategy: { rollingUpdate: { partition: 1 } } },
        status: { currentRevision: 'old' },
      }),
      'fail',
      /partition 1 holds pods back/,
    ],
    [
      'fails on OnDelete pods that nobody deleted (trap 12)',
      stateful(['new', 'old'], { spec: { updateStrategy: { type: 'OnDelete' } } }),
      'fail',
      /1 of 2 pods are not of its newest template/,
    ],
    [
      'passes a StatefulSet whose pods are all of its update revision',
      stateful(['new', 'new']),
      'pass',
      /2 pods/,
    ],
    [
      'cannot tell before the controller has seen the spec',
      { objects: deploymentOf(worker, { status: { observedGeneration: 0 } }) },
      'inconclusive',
      /has not seen/,
    ],
    ['proves nothing by zero replicas (trap 12)', { objects: atZero }, 'inconclusive', /no replicas/],
    [
      'skips pools that may rest at zero',
      { objects: atZero, settings: settings.parse({ scaleToZero: true }) },
      'skip',
      /rests at zero/,
    ],
    [
      'cannot tell while an autoscaler adds pods',
      { objects: together(growing, scaled) },
      'inconclusive',
      /asked for are starting/,
    ],
    ['fails on the same pods where nothing scales', { objects: growing }, 'fail', /2 of 3 pods available/],
    [
      'cannot tell without permission',
      { objects: good, forbidden: ['replicasets'] },
      'inconclusive',
      /list replicasets/,
    ],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(rolloutComplete, asked)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test('does not ask for pods of a DaemonSet that fits no node', async () => {
    const none = {
      observedGeneration: 1,
      desiredNumberScheduled: 0,
      updatedNumberScheduled: 0,
      numberAvailable: 0,
    };
    const daemonSet = {
      metadata: { name: 'gpu-exporter', uid: 'd', generation: 1 },
      spec: {
        selector: { matchLabels: { app: 'gpu-exporter' } },
        template: { spec: { containers: [{ name: 'main' }] } },
      },
      status: none,
    };
    const workloads = [workloadOf(worker), workloadOf('gpu-exporter', { kind: 'DaemonSet', replicas: 0 })];
    const objects = together(good, { daemonsets: [daemonSet] });
    expect(await ask(rolloutComplete, { subject: { workloads }, objects })).toMatchObject({
      outcome: 'pass',
      reason: expect.stringMatching(/1 of 2 workloads.*not proven: DaemonSet\/gpu-exporter/),
    });
  });

  test('judges a DaemonSet by its nodes and the generation of its pods', async () => {
    const object = {
      metadata: {
        name: 'agent',
        uid: 'd',
        generation: 1,
        annotations: { 'deprecated.daemonset.template.generation': '2' },
      },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: { spec: { containers: [{ name: 'main' }] } },
      },
      status: {
        observedGeneration: 1,
        desiredNumberScheduled: 1,
        updatedNumberScheduled: 1,
        numberAvailable: 1,
      },
    };
    const pod = (generation: string) =>
      podOf('n', 'd', 'agent', { metadata: { labels: { 'pod-template-generation': generation } } });
    const asked = (generation: string) => ({
      subject: { workloads: [workloadOf('agent', { kind: 'DaemonSet' as const })] },
      objects: { daemonsets: [object], pods: [pod(generation)] },
    });
    expect(await ask(rolloutComplete, asked('2'))).toMatchObject({ outcome: 'pass' });
    expect(await ask(rolloutComplete, asked('1'))).toMatchObject({ outcome: 'fail' });
  });
});

describe('pods-ready', () => {
  const down = {
    status: {
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [{ name: 'main', ready: false, restartCount: 0 }],
    },
  };
  const half = podOf('half', `${worker}-new`, worker, { containerStatus: { ready: false } });
  test.each<[string, Asked, string, RegExp]>([
    ['passes', { objects: good }, 'pass', /2 of 2/],
    [
      'fails on a pod that is not Ready',
      { objects: together(good, { pods: [podOf('c', `${worker}-new`, worker, down)] }) },
      'fail',
      /1 of 3/,
    ],
    [
      'fails on a container that is not ready',
      { objects: together(good, { pods: [half] }) },
      'fail',
      /1 of 3/,
    ],
    [
      'counts what an operator made for the release',
      {
        objects: together(good, {
          pods: [
            podOf('o', 'x', 'y', {
              ...down,
              metadata: { labels: { 'app.kubernetes.io/instance': 'cartesia' } },
            }),
          ],
        }),
      },
      'fail',
      /1 of 3/,
    ],
    [
      'tells of pods of others, and blames nobody',
      { objects: together(good, { pods: [podOf('other', 'x', 'y', down)] }) },
      'pass',
      /2 of 2/,
    ],
    [
      'leaves out pods of finished Jobs',
      {
        objects: together(good, {
          pods: [
            podOf('j', null, worker, {
              ...down,
              metadata: {
                labels: { 'app.kubernetes.io/instance': 'cartesia' },
                ownerReferences: [{ kind: 'Job', uid: 'j' }],
              },
            }),
          ],
        }),
      },
      'pass',
      /2 of 2/,
    ],
    [
      'cannot tell while an autoscaler adds pods',
      { objects: together(growing, scaled) },
      'inconclusive',
      /still starting/,
    ],
    ['fails where there is none', { objects: { ...good, pods: [] } }, 'fail', /no pod/],
    [
      'cannot tell at zero replicas',
      { objects: atZero, subject: { workloads: [workloadOf(worker, { replicas: 0 })] } },
      'inconclusive',
      /zero/,
    ],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(podsReady, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});
