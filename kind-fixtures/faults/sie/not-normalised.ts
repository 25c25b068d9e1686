import { sieFault } from '../fault-recipe.ts';

export const notNormalised = sieFault(
  'not-normalised',
  'Embeddings are not of length one',
  { id: 'not-normalised', scale: 3.7 },
  ['sie.encode'],
);
