import type { FaultRecipe } from '../fault-recipe.ts';

export const slowNetwork: FaultRecipe = {
  id: 'kubernetes/slow-network',
  platform: 'kubernetes',
  title: 'The network between the platform and the load generator is narrow, and packets queue before it',
  node: [{ change: 'link', labels: 'seatrial.dev/load', kilobits: 8000, queueBytes: 80_000 }],
  leaves: 'inconclusive',
  caughtBy: ['bench'],
};
