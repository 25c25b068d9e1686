import { cartesiaFault } from '../fault-recipe.ts';

export const heavyTail = cartesiaFault(
  'heavy-tail',
  'One request in ten waits four times as long for its first audio',
  { id: 'heavy-tail', rate: 0.1, factor: 4 },
  ['bench'],
);
