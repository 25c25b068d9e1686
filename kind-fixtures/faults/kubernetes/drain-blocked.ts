import type { FaultRecipe } from '../fault-recipe.ts';

export const drainBlocked: FaultRecipe = {
  id: 'kubernetes/drain-blocked',
  platform: 'sie',
  title: 'A disruption budget blocks every drain',
  objects: [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      change: 'patch',
      patch: { spec: { maxUnavailable: 0, minAvailable: null } },
    },
  ],
  caughtBy: ['disruption-budgets'],
};
