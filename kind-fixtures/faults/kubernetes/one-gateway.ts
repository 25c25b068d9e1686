import type { FaultRecipe } from '../fault-recipe.ts';

export const oneGateway: FaultRecipe = {
  id: 'kubernetes/one-gateway',
  platform: 'sie',
  title: 'One gateway is left: each rollout is a short outage',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      labels: 'app.kubernetes.io/component=gateway',
      change: 'patch',
      patch: { spec: { replicas: 1 } },
    },
  ],
  caughtBy: ['single-gateway'],
};
