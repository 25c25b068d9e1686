import type { FaultRecipe } from '../fault-recipe.ts';

/** What `kubectl rollout restart` writes. Taking it back restarts them once more: record the release again afterwards. */
export const podsRestarted: FaultRecipe = {
  id: 'kubernetes/pods-restarted',
  platform: 'cartesia',
  title: 'Serving pods were restarted although nothing of them changed',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      labels: 'app.kubernetes.io/component=license-proxy',
      change: 'patch',
      patch: {
        spec: {
          template: {
            metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-06-10T03:00:00Z' } },
          },
        },
      },
    },
  ],
  caughtBy: ['pods-unchanged'],
};
