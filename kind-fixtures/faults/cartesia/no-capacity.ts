import type { FaultRecipe } from '../fault-recipe.ts';

/** Only at run time: the startup probe asks for capacity once, and nobody asks again. */
export const noCapacity: FaultRecipe = {
  id: 'cartesia/no-capacity',
  platform: 'cartesia',
  title: 'The workers are Ready, but have lost their capacity',
  runtime: [{ id: 'never-ready', role: 'worker' }],
  caughtBy: ['cartesia.worker-capacity', 'cartesia.tts-bytes'],
};
