import { sieFault } from '../fault-recipe.ts';

export const wrongGpu = sieFault(
  'wrong-gpu',
  'The workers report a GPU type that is not configured',
  { id: 'wrong-gpu', gpu: 't4' },
  ['sie.gateway-health'],
);
