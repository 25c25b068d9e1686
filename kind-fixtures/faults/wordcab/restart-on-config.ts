import type { FaultRecipe } from '../fault-recipe.ts';

/**
 * Takes a rollout: what counts is that the pools' pods changed, and nothing that they serve with, since the record before
 * it. The configuration itself stays, so that an operator which still has the fault finds nothing to do when it ends.
 */
export const restartOnConfig: FaultRecipe = {
  id: 'wordcab/restart-on-config',
  platform: 'wordcab',
  title: 'A change of configuration restarts the pools',
  values: { standIn: { faults: [{ id: 'restart-on-config' }] } },
  caughtBy: ['wordcab.config-only'],
};
