import type { FaultRecipe } from '../fault-recipe.ts';

export const shortGrace: FaultRecipe = {
  id: 'kubernetes/short-grace',
  platform: 'sie',
  title: 'Workers are killed while they drain',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      labels: 'app.kubernetes.io/component=worker',
      change: 'patch',
      patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 30 } } } },
    },
  ],
  caughtBy: ['graceful-shutdown'],
};
