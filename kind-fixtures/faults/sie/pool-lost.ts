import type { FaultRecipe } from '../fault-recipe.ts';

export const poolLost: FaultRecipe = {
  id: 'sie/pool-lost',
  platform: 'sie',
  title: 'A pool that clients made is gone',
  objects: [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      labels: 'app.kubernetes.io/managed-by=sie-gateway',
      change: 'delete',
    },
    {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      labels: 'app.kubernetes.io/managed-by=sie-gateway',
      change: 'delete',
    },
  ],
  caughtBy: ['sie.pools-kept'],
};
