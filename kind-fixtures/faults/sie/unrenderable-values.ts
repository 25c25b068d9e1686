import type { FaultRecipe } from '../fault-recipe.ts';

/** The chart takes `queue` alone since its routing was rewritten. */
export const unrenderableValues: FaultRecipe = {
  id: 'sie/unrenderable-values',
  platform: 'sie',
  title: 'A value has a meaning that the target no longer knows',
  target: { clusterRouting: 'direct' },
  caughtBy: ['preflight.values'],
};
