import { wordcabFault } from '../fault-recipe.ts';

export const poolNeverReady = wordcabFault(
  'pool-never-ready',
  'A pool does not get ready',
  { id: 'never-ready', pool: 'wordcab-tts' },
  ['wordcab.pools', 'wordcab.deployment-ready', 'pods-ready'],
);
