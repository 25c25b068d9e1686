import type { FaultRecipe } from '../fault-recipe.ts';

export const authWithoutTokens: FaultRecipe = {
  id: 'sie/auth-without-tokens',
  platform: 'sie',
  title: 'Authentication is on, and nobody is let in: all but the probes is answered 500',
  values: { auth: { enabled: true, tokens: [] } },
  caughtBy: ['sie.gateway-health', 'sie.models', 'sie.encode'],
};
