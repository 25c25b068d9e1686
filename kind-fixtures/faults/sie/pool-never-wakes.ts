import type { FaultRecipe } from '../fault-recipe.ts';

const faults = [{ id: 'stuck-provisioning' }];

export const poolNeverWakes: FaultRecipe = {
  id: 'sie/pool-never-wakes',
  platform: 'sie',
  title: 'A pool that rests at zero never comes up',
  values: { standIn: { faults }, workers: { pools: { l4: { minReplicas: 0 } } } },
  caughtBy: ['sie.scale-from-zero'],
};
