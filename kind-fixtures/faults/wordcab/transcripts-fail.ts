import { wordcabFault } from '../fault-recipe.ts';

export const transcriptsFail = wordcabFault(
  'transcripts-fail',
  'Transcript jobs fail',
  { id: 'transcripts-fail' },
  ['wordcab.transcripts'],
);
