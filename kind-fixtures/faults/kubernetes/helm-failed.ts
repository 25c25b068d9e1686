import type { FaultRecipe } from '../fault-recipe.ts';

/** By the label that Helm selects revisions by. */
export const helmFailed: FaultRecipe = {
  id: 'kubernetes/helm-failed',
  platform: 'cartesia',
  title: 'Helm’s newest revision failed',
  objects: [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      labels: 'owner=helm,status=deployed',
      change: 'patch',
      patch: { metadata: { labels: { status: 'failed' } } },
    },
  ],
  caughtBy: ['helm-deployed', 'preflight.helm-idle'],
};
