import type { FaultRecipe } from '../fault-recipe.ts';

export const scaledObjectsOfAnotherRelease: FaultRecipe = {
  id: 'sie/scaled-objects-of-another-release',
  platform: 'sie',
  title: 'After a rollback the ScaledObjects are still those of the other release',
  objects: [
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      labels: 'app.kubernetes.io/component=worker',
      change: 'patch',
      patch: {
        metadata: { labels: { 'helm.sh/chart': 'sie-cluster-0.3.0', 'app.kubernetes.io/version': 'v0.3.0' } },
        spec: { maxReplicaCount: 1 },
      },
    },
  ],
  caughtBy: ['sie.scaled-objects-match'],
};
