import type { FaultRecipe } from '../fault-recipe.ts';

export const scalingChanged: FaultRecipe = {
  id: 'kubernetes/scaling-changed',
  platform: 'cartesia',
  title: 'Somebody changed an autoscaler in the cluster: it scales down after one minute',
  objects: [
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      change: 'patch',
      patch: {
        spec: {
          advanced: {
            horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } },
          },
        },
      },
    },
  ],
  caughtBy: ['keda-as-declared', 'objects-match-revision'],
};
