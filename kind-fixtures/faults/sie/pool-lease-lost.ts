import type { FaultRecipe } from '../fault-recipe.ts';

export const poolLeaseLost: FaultRecipe = {
  id: 'sie/pool-lease-lost',
  platform: 'sie',
  title: 'The Lease that keeps a pool alive is gone',
  objects: [
    {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      labels: 'app.kubernetes.io/managed-by=sie-gateway',
      change: 'delete',
    },
  ],
  caughtBy: ['sie.pools-kept'],
};
