import type { FaultRecipe } from '../fault-recipe.ts';

export const heldBack: FaultRecipe = {
  id: 'kubernetes/held-back',
  platform: 'sie',
  title: 'A partition holds every worker on the old template, and kubectl calls the rollout done',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      labels: 'app.kubernetes.io/component=worker',
      change: 'patch',
      patch: {
        spec: {
          updateStrategy: { rollingUpdate: { partition: 1000 } },
          template: { metadata: { annotations: { 'seatrial.dev/fault': 'held-back' } } },
        },
      },
    },
  ],
  caughtBy: ['rollout-complete'],
};
