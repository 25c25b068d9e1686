import type { FaultRecipe } from '../fault-recipe.ts';

export const monitorWrongPort: FaultRecipe = {
  id: 'kubernetes/monitor-wrong-port',
  platform: 'cartesia',
  title: 'The PodMonitor names a port that no pod has',
  objects: [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      change: 'patch',
      patch: { spec: { podMetricsEndpoints: [{ port: 'nothing', path: '/metrics' }] } },
    },
  ],
  caughtBy: ['monitor-selected'],
};
