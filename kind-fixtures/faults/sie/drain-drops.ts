import type { FaultRecipe } from '../fault-recipe.ts';

const faults = [{ id: 'drain-drops' }];

/** By values also seen in the template; at run time only by whoever asks while a worker ends. */
export const drainDrops: FaultRecipe = {
  id: 'sie/drain-drops',
  platform: 'sie',
  title: 'A worker that ends drops the requests that it has in hand',
  values: {
    standIn: { faults },
    workers: { common: { preStopSeconds: 0, terminationGracePeriodSeconds: 5 } },
  },
  runtime: faults,
  caughtBy: ['sie.drain'],
};
