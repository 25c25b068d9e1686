import { sieFault } from '../fault-recipe.ts';

export const modelLost = sieFault(
  'model-lost',
  'One model is gone',
  { id: 'model-lost', model: 'NovaSearch/stella_en_400M_v5' },
  ['sie.models-kept'],
);
