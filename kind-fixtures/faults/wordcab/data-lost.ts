import { wordcabFault } from '../fault-recipe.ts';

export const dataLost = wordcabFault(
  'data-lost',
  'Transcripts and calls of before are gone',
  { id: 'data-lost' },
  ['wordcab.data-kept'],
);
