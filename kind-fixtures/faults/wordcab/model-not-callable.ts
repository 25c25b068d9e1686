import { wordcabFault } from '../fault-recipe.ts';

export const modelNotCallable = wordcabFault(
  'model-not-callable',
  'An earlier default is listed, and refused when it is called',
  { id: 'model-not-callable' },
  ['wordcab.models'],
);
