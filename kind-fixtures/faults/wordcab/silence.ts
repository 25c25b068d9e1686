import { wordcabFault } from '../fault-recipe.ts';

export const wordcabSilence = wordcabFault('silence', 'The audio is silence', { id: 'silence' }, [
  'wordcab.speech',
  'wordcab.transcripts',
]);
