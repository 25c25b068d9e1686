import type { FaultRecipe, ObjectChange } from '../fault-recipe.ts';

const image = 'localhost/seatrial/cartesia-api:sonic-20260503';
const labels = {
  'app.kubernetes.io/name': 'cartesia',
  'app.kubernetes.io/instance': 'cartesia',
  'app.kubernetes.io/component': 'api',
};

function podWithDigest(name: string, digit: string): ObjectChange[] {
  const pod = { apiVersion: 'v1', kind: 'Pod' };
  const spec = { schedulerName: 'nobody', containers: [{ name: 'api', image }] };
  const container = {
    name: 'api',
    image,
    imageID: `localhost/seatrial/cartesia-api@sha256:${digit.repeat(64)}`,
    ready: false,
    restartCount: 0,
    state: { running: {} },
  };
  const object = { ...pod, metadata: { name, labels }, spec };
  const patch = { status: { containerStatuses: [container] } };
  return [
    { change: 'create', object },
    { ...pod, name, change: 'patch', subresource: 'status', patch },
  ];
}

/**
 * Pods that no scheduler takes, with the status that the kubelets of two nodes would write: a registry that moves a
 * tag between two pulls is not to be had in the cluster.
 */
export const movedTag: FaultRecipe = {
  id: 'kubernetes/moved-tag',
  platform: 'cartesia',
  title: 'Somebody pushed a release tag again: two pods of one tag run two images',
  objects: [...podWithDigest('moved-tag-a', 'a'), ...podWithDigest('moved-tag-b', 'b')],
  caughtBy: ['image-digests'],
};
