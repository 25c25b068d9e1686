import { sieFault } from '../fault-recipe.ts';

export const nanEmbedding = sieFault(
  'nan-embedding',
  'Embeddings hold a number that is none',
  { id: 'nan-embedding' },
  ['sie.encode'],
);
