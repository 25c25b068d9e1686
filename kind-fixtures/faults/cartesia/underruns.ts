import { cartesiaFault } from '../fault-recipe.ts';

export const underruns = cartesiaFault(
  'underruns',
  'Streams stall after their first chunk, so that a player runs dry',
  { id: 'underruns', rate: 0.5, stallMs: 800 },
  ['bench'],
);
