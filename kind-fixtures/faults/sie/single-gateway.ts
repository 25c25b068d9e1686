import type { FaultRecipe } from '../fault-recipe.ts';

export const singleGateway: FaultRecipe = {
  id: 'sie/single-gateway',
  platform: 'sie',
  title: 'There is one gateway only',
  values: { gateway: { replicas: 1 } },
  caughtBy: ['sie.gateway-replicas'],
};
