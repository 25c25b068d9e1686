import type { FaultRecipe } from '../fault-recipe.ts';

/** Takes a rollout: what counts is that configuration changed, and nothing else, since the record before it. */
export const restartOnConfig: FaultRecipe = {
  id: 'wordcab/restart-on-config',
  platform: 'wordcab',
  title: 'A change of configuration restarts the pools',
  values: { standIn: { faults: [{ id: 'restart-on-config' }], config: { logLevel: 'debug' } } },
  caughtBy: ['wordcab.config-only'],
};
