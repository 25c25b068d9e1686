import { sieFault } from '../fault-recipe.ts';

export const otherModel = sieFault(
  'other-model',
  'Embeddings are those of another model',
  { id: 'other-model', cosine: 0.62 },
  ['sie.encode-quality'],
);
