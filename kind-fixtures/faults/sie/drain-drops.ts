import type { FaultRecipe } from '../fault-recipe.ts';

/** By values only: at run time it shows to nobody but who asks while a worker ends. */
export const drainDrops: FaultRecipe = {
  id: 'sie/drain-drops',
  platform: 'sie',
  title: 'A worker that ends drops the requests that it has in hand',
  values: {
    standIn: { faults: [{ id: 'drain-drops' }] },
    workers: { common: { preStopSeconds: 0, terminationGracePeriodSeconds: 5 } },
  },
  caughtBy: ['sie.drain'],
};
