import { cartesiaFault } from '../fault-recipe.ts';

export const crashLoop = cartesiaFault(
  'crash-loop',
  'The workers crash again and again',
  { id: 'crash-loop', role: 'worker', afterSeconds: 2 },
  ['settled', 'pods-ready'],
);
