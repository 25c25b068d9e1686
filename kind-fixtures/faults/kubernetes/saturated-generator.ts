import type { FaultRecipe } from '../fault-recipe.ts';

export const saturatedGenerator: FaultRecipe = {
  id: 'kubernetes/saturated-generator',
  platform: 'kubernetes',
  title: 'The load generator gets a fraction of the CPU that it takes',
  node: [{ change: 'cpu', labels: 'seatrial.dev/load', cores: 0.03 }],
  leaves: 'inconclusive',
  caughtBy: ['bench'],
};
