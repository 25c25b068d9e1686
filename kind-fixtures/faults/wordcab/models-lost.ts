import { wordcabFault } from '../fault-recipe.ts';

export const modelsLost = wordcabFault(
  'models-lost',
  'All models but the defaults are gone',
  { id: 'models-lost' },
  ['wordcab.models', 'openai.models'],
);
