import type { FaultRecipe } from '../fault-recipe.ts';

export const natsGone: FaultRecipe = {
  id: 'kubernetes/nats-gone',
  platform: 'cartesia',
  title: 'NATS was scaled to zero',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      labels: 'app.kubernetes.io/component=nats',
      change: 'patch',
      patch: { spec: { replicas: 0 } },
    },
  ],
  caughtBy: ['probe-less-pods'],
};
