import type { FaultRecipe } from '../fault-recipe.ts';

export const capacityLost: FaultRecipe = {
  id: 'cartesia/capacity-lost',
  platform: 'cartesia',
  title: 'The old API is taken away, and the new one never gets ready',
  values: {
    release: { maxUnavailable: 1 },
    standIn: { faults: [{ id: 'never-ready', role: 'api' }] },
  },
  caughtBy: ['capacity-kept', 'requests-kept'],
};
