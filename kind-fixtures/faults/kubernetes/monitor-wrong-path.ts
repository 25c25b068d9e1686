import type { FaultRecipe } from '../fault-recipe.ts';

export const monitorWrongPath: FaultRecipe = {
  id: 'kubernetes/monitor-wrong-path',
  platform: 'cartesia',
  title: 'The PodMonitor asks for metrics where the pods have none',
  objects: [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      change: 'patch',
      patch: { spec: { podMetricsEndpoints: [{ port: 'metrics', path: '/nothing' }] } },
    },
  ],
  caughtBy: ['targets-up', 'requests-counted'],
};
