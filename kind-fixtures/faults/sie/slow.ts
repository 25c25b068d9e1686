import { sieFault } from '../fault-recipe.ts';

export const slow = sieFault(
  'slow',
  'An inference takes longer than the gateway waits',
  { id: 'slow', delayMs: 45_000 },
  ['sie.encode'],
);
