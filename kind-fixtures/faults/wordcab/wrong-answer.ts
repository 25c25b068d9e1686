import { wordcabFault } from '../fault-recipe.ts';

export const wrongAnswer = wordcabFault(
  'wrong-answer',
  'The language model talks nonsense',
  { id: 'wrong-answer' },
  ['wordcab.chat', 'openai.chat'],
);
