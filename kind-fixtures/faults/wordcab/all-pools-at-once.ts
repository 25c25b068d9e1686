import { wordcabFault } from '../fault-recipe.ts';

export const allPoolsAtOnce = wordcabFault(
  'all-pools-at-once',
  'The operator rolls all pools at the same time',
  { id: 'all-pools-at-once' },
  ['wordcab.one-pool-at-a-time'],
);
