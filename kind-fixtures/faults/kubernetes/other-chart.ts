import type { FaultRecipe } from '../fault-recipe.ts';

export const otherChart: FaultRecipe = {
  id: 'kubernetes/other-chart',
  platform: 'cartesia',
  title: 'A workload was written by another version of the chart',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      labels: 'app.kubernetes.io/component=license-proxy',
      change: 'patch',
      patch: { metadata: { labels: { 'helm.sh/chart': 'cartesia-0.0.1' } } },
    },
  ],
  caughtBy: ['helm-version'],
};
