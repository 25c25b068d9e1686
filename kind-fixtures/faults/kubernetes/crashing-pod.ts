import type { FaultRecipe } from '../fault-recipe.ts';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'crashing',
    labels: {
      'app.kubernetes.io/name': 'cartesia',
      'app.kubernetes.io/instance': 'cartesia',
      'app.kubernetes.io/component': 'api',
    },
  },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'api',
        image: 'localhost/seatrial/cartesia-api:sonic-20260503',
        imagePullPolicy: 'IfNotPresent',
        args: ['no-such-role'],
      },
    ],
  },
};

export const crashingPod: FaultRecipe = {
  id: 'kubernetes/crashing-pod',
  platform: 'cartesia',
  title: 'A container ends again and again',
  objects: [{ change: 'create', object: pod }],
  caughtBy: ['restarts', 'warning-events', 'pods-ready', 'preflight.pods-healthy'],
};
