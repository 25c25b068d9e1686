import { cartesiaFault } from '../fault-recipe.ts';

export const neverReady = cartesiaFault(
  'never-ready',
  'The workers never finish loading their model',
  { id: 'never-ready', role: 'worker' },
  ['settled', 'pods-ready'],
  { atStart: true },
);
