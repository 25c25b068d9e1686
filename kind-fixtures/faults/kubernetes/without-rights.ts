import type { FaultRecipe } from '../fault-recipe.ts';

export const withoutRights: FaultRecipe = {
  id: 'kubernetes/without-rights',
  platform: 'kubernetes',
  title: 'The account that asks was given no rights',
  withoutRights: true,
  caughtBy: ['preflight.permissions'],
};
