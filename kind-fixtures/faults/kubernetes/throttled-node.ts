import type { FaultRecipe } from '../fault-recipe.ts';

export const throttledNode: FaultRecipe = {
  id: 'kubernetes/throttled-node',
  platform: 'kubernetes',
  title: "The node holds back the CPU of the platform's workers",
  node: [{ change: 'cpu', labels: 'app.kubernetes.io/component in (tts-worker,worker,pool)', cores: 0.02 }],
  leaves: 'inconclusive',
  caughtBy: ['bench'],
};
