import { cartesiaFault } from '../fault-recipe.ts';

export const apiNeverReady = cartesiaFault(
  'api-never-ready',
  'The API never gets ready',
  { id: 'never-ready', role: 'api' },
  ['settled', 'cartesia.api-status', 'pods-ready'],
);
