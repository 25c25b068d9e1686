import { wordcabFault } from '../fault-recipe.ts';

export const misheard = wordcabFault(
  'misheard',
  'Transcripts say something else than was said',
  { id: 'misheard' },
  ['wordcab.transcripts'],
);
