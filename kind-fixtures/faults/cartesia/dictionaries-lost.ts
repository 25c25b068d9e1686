import { cartesiaFault } from '../fault-recipe.ts';

export const dictionariesLost = cartesiaFault(
  'dictionaries-lost',
  'Pronunciation dictionaries that were added are missing',
  { id: 'dictionaries-lost' },
  ['cartesia.dictionaries-kept'],
);
