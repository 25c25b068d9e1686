import type { FaultRecipe } from '../fault-recipe.ts';

export const monitorLabelRemoved: FaultRecipe = {
  id: 'kubernetes/monitor-label-removed',
  platform: 'cartesia',
  title: 'The PodMonitor lost the label that Prometheus selects by',
  objects: [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      labels: 'release=prometheus',
      change: 'patch',
      patch: { metadata: { labels: { release: null } } },
    },
  ],
  caughtBy: ['monitor-selected'],
};
