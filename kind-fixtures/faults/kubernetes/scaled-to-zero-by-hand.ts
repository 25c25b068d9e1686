import type { FaultRecipe } from '../fault-recipe.ts';

const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'scaled-to-zero' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cartesia-license-proxy' },
    minReplicas: 1,
    maxReplicas: 2,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
      },
    ],
  },
};

/** On a workload that KEDA does not move: it would bring a worker back. */
export const scaledToZeroByHand: FaultRecipe = {
  id: 'kubernetes/scaled-to-zero-by-hand',
  platform: 'cartesia',
  title: 'Somebody scaled an autoscaled workload to zero, where its autoscaler gives up',
  objects: [
    { change: 'create', object: autoscaler },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'cartesia-license-proxy',
      change: 'patch',
      patch: { spec: { replicas: 0 } },
    },
  ],
  caughtBy: ['replicas-within-bounds', 'replicas-as-before'],
};
