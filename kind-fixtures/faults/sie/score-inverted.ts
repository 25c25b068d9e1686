import { sieFault } from '../fault-recipe.ts';

export const scoreInverted = sieFault(
  'score-inverted',
  'The reranker puts the worst text first',
  { id: 'score-inverted' },
  ['sie.score'],
);
