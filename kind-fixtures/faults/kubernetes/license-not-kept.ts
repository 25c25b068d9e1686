import type { FaultRecipe } from '../fault-recipe.ts';

/** The stand-in is deployed as for a connected cluster: without a network it would lose its license with its pod. */
export const licenseNotKept: FaultRecipe = {
  id: 'kubernetes/license-not-kept',
  platform: 'cartesia',
  title: 'An air-gapped platform keeps its license on no disk',
  settings: { posture: 'air-gapped' },
  caughtBy: ['license-loaded', 'preflight.license-and-egress', 'network-policies'],
};
