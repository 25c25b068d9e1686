import { wordcabFault } from '../fault-recipe.ts';

export const poolCrashLoop = wordcabFault(
  'pool-crash-loop',
  'The replicas of a pool crash again and again',
  { id: 'crash-loop', pool: 'wordcab-stt', afterSeconds: 2 },
  ['wordcab.pools', 'pods-ready'],
);
