import type { V1Deployment, V1Pod, V1ReplicaSet } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import { subjectOf } from '../testing/plans.ts';
import { type RolloutSnapshot, settledness } from './settledness.ts';

const revision = 'deployment.kubernetes.io/revision';
const owner = (uid: string) => [{ apiVersion: 'apps/v1', kind: 'x', name: 'x', uid, controller: true }];

const deployment = (status: object = {}, conditions: object[] = []): V1Deployment =>
  ({
    metadata: { name: 'tts-worker', uid: 'd', generation: 2, annotations: { [revision]: '2' } },
    spec: { replicas: 2 },
    status: {
      observedGeneration: 2,
      replicas: 2,
      updatedReplicas: 2,
      availableReplicas: 2,
      conditions,
      ...status,
    },
  }) as unknown as V1Deployment;

const replicaSet = (uid: string, number: string): V1ReplicaSet =>
  ({
    metadata: { uid, ownerReferences: owner('d'), annotations: { [revision]: number } },
  }) as unknown as V1ReplicaSet;

const pod = (name: string, set: string, ready = true, restarts = 0): V1Pod =>
  ({
    metadata: { name, uid: name, ownerReferences: owner(set) },
    status: {
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [
        { name: 'worker', ready, restartCount: restarts, lastState: { terminated: { exitCode: 1 } } },
      ],
    },
  }) as unknown as V1Pod;

const slice = (target: string, ready = true) =>
  ({
    metadata: { labels: { 'kubernetes.io/service-name': 'api' } },
    endpoints: [{ targetRef: { name: target, uid: target }, conditions: { ready } }],
  }) as never;

const seen = (over: Partial<RolloutSnapshot> = {}): RolloutSnapshot => ({
  deployments: [deployment()],
  statefulSets: [],
  daemonSets: [],
  replicaSets: [replicaSet('old', '1'), replicaSet('new', '2')],
  pods: [pod('a', 'new'), pod('b', 'new')],
  endpointSlices: [slice('a')],
  ...over,
});

describe('a rollout is over', () => {
  test('when all of the new pods are available and nothing else serves', () => {
    expect(settledness(subjectOf(), seen())).toMatchObject({ waiting: [], hopeless: null, pods: 2 });
  });

  test.each([
    [
      'the controller has not seen the change',
      { deployments: [deployment({ observedGeneration: 1 })] },
      /has not seen/,
    ],
    ['a pod is not updated', { deployments: [deployment({ updatedReplicas: 1 })] }, /1 of 2 pods updated/],
    ['an old pod is left', { deployments: [deployment({ replicas: 3 })] }, /1 old pods left/],
    [
      'a pod is not available',
      { deployments: [deployment({ availableReplicas: 1 })] },
      /1 of 2 pods available/,
    ],
    [
      'an old pod still serves',
      { pods: [pod('a', 'new'), pod('z', 'old')], endpointSlices: [slice('z')] },
      /old template/,
    ],
    ['the workload is gone', { deployments: [] }, /is gone/],
  ])('not while %s', (_, over, says) => {
    expect(settledness(subjectOf(), seen(over)).waiting.join()).toMatch(says);
  });

  test('never, when a new pod keeps crashing or the deadline has passed', () => {
    const crashing = seen({ pods: [pod('a', 'new', false, 3)] });
    expect(settledness(subjectOf(), crashing).hopeless).toMatch(/ended 3 times/);
    const late = seen({
      deployments: [deployment({}, [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded' }])],
    });
    expect(settledness(subjectOf(), late).hopeless).toMatch(/deadline/);
  });
});
