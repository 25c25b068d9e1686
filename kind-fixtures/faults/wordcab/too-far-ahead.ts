import type { FaultRecipe } from '../fault-recipe.ts';

export const tooFarAhead: FaultRecipe = {
  id: 'wordcab/too-far-ahead',
  platform: 'wordcab',
  title: 'The upgrade skips eleven minor versions',
  target: { release: { tag: 'v1.20.0' } },
  caughtBy: ['preflight.version-skip'],
};
