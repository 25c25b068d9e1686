import type { FaultRecipe } from '../fault-recipe.ts';

export const workloadDeleted: FaultRecipe = {
  id: 'kubernetes/workload-deleted',
  platform: 'cartesia',
  title: 'A workload is gone',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      labels: 'app.kubernetes.io/component=voice-clone',
      change: 'delete',
    },
  ],
  caughtBy: ['workloads-kept'],
};
