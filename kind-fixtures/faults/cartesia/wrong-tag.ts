import type { FaultRecipe } from '../fault-recipe.ts';

export const wrongTag: FaultRecipe = {
  id: 'cartesia/wrong-tag',
  platform: 'cartesia',
  title: 'One worker runs an old release',
  values: { standIn: { workerTags: { 'tts-worker': 'sonic-20251118' } } },
  caughtBy: ['images-on-tag'],
};
