import type { FaultRecipe } from '../fault-recipe.ts';

export const helmPending: FaultRecipe = {
  id: 'kubernetes/helm-pending',
  platform: 'cartesia',
  title: 'An upgrade was cut off and left its revision pending',
  objects: [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      labels: 'owner=helm,status=deployed',
      change: 'patch',
      patch: { metadata: { labels: { status: 'pending-upgrade' } } },
    },
  ],
  caughtBy: ['preflight.helm-idle'],
};
