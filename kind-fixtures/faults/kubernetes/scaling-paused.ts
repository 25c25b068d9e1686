import type { FaultRecipe } from '../fault-recipe.ts';

export const scalingPaused: FaultRecipe = {
  id: 'kubernetes/scaling-paused',
  platform: 'cartesia',
  title: 'Somebody paused autoscaling for the upgrade and forgot it',
  objects: [
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      change: 'patch',
      patch: { metadata: { annotations: { 'autoscaling.keda.sh/paused-replicas': '1' } } },
    },
  ],
  caughtBy: ['keda-not-paused', 'preflight.autoscaling-healthy'],
};
