import type { FaultRecipe } from '../fault-recipe.ts';

/** A pool that was edited by hand, and that no rollback brings back. */
export const poolLeftBehind: FaultRecipe = {
  id: 'wordcab/pool-left-behind',
  platform: 'wordcab',
  title: 'One pool declares another release than the rest',
  objects: [
    {
      change: 'patch',
      apiVersion: 'wordcab.com/v1',
      kind: 'WordcabPool',
      name: 'wordcab-tts',
      patch: { spec: { image: 'localhost/seatrial/wordcab-tts:v1.8.0' } },
    },
  ],
  caughtBy: ['wordcab.crds-restored', 'images-on-tag'],
};
