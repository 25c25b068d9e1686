import type { FaultRecipe } from '../fault-recipe.ts';

/** A release with one revision has no history left then: the check could not tell. */
export const historyPruned: FaultRecipe = {
  id: 'kubernetes/history-pruned',
  platform: 'cartesia',
  title: "The revision to go back to is gone from Helm's history",
  objects: [{ apiVersion: 'v1', kind: 'Secret', labels: 'owner=helm,status=deployed', change: 'delete' }],
  caughtBy: ['preflight.way-back'],
};
