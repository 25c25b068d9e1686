import { wordcabFault } from '../fault-recipe.ts';

export const notReady = wordcabFault(
  'not-ready',
  'The deployment says of itself that it is not ready',
  { id: 'not-ready' },
  ['wordcab.deployment-ready'],
);
