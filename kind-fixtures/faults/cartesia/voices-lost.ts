import { cartesiaFault } from '../fault-recipe.ts';

export const voicesLost = cartesiaFault(
  'voices-lost',
  'The list of voices is an old one: added voices are missing',
  { id: 'voices-lost' },
  ['cartesia.voices-kept'],
);
