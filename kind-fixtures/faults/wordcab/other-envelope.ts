import { wordcabFault } from '../fault-recipe.ts';

export const otherEnvelope = wordcabFault(
  'other-envelope',
  'Lists come in another envelope within the same major version',
  { id: 'other-envelope' },
  ['wordcab.major-stable', 'wordcab.models', 'openai.models'],
);
