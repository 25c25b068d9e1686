import { wordcabFault } from '../fault-recipe.ts';

export const brokenVectors = wordcabFault(
  'broken-vectors',
  'Embeddings have holes',
  { id: 'wrong-vectors', how: 'holes' },
  ['wordcab.embeddings', 'openai.embeddings'],
);
