import { wordcabFault } from '../fault-recipe.ts';

export const wordcabShortAudio = wordcabFault(
  'short-audio',
  'Speech ends in good order after a fifth of it',
  { id: 'short-audio', keep: 0.2 },
  ['wordcab.speech', 'wordcab.transcripts'],
);
