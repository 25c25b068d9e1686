import { wordcabFault } from '../fault-recipe.ts';

export const otherVectors = wordcabFault(
  'other-vectors',
  'Embeddings are of another space than those that users stored',
  { id: 'wrong-vectors', how: 'other-space' },
  ['wordcab.embeddings'],
);
