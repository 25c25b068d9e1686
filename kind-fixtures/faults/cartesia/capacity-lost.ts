import type { FaultRecipe } from '../fault-recipe.ts';

/** A strategy alone replaces no pod: a longer load time makes the rollout that it is about. */
export const capacityLost: FaultRecipe = {
  id: 'cartesia/capacity-lost',
  platform: 'cartesia',
  title: 'Pods are taken away before new ones are ready',
  values: { release: { maxUnavailable: 1 }, standIn: { modelLoadSeconds: 4 } },
  caughtBy: ['capacity-kept', 'requests-kept'],
};
