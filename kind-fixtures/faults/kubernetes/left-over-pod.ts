import type { FaultRecipe } from '../fault-recipe.ts';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'left-over',
    labels: {
      'app.kubernetes.io/name': 'cartesia',
      'app.kubernetes.io/instance': 'cartesia',
      'app.kubernetes.io/component': 'license-proxy',
    },
  },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'license-proxy',
        image: 'localhost/seatrial/cartesia-license-proxy:sonic-20251118',
        imagePullPolicy: 'IfNotPresent',
        args: ['license-proxy'],
      },
    ],
  },
};

export const leftOverPod: FaultRecipe = {
  id: 'kubernetes/left-over-pod',
  platform: 'cartesia',
  title: 'A pod of an old release is left over, and users are routed to it',
  objects: [{ change: 'create', object: pod }],
  caughtBy: ['rollout-complete', 'images-on-tag'],
};
