import type { KubernetesObject } from '@kubernetes/client-node';
import type { FaultRecipe } from '../fault-recipe.ts';

export const panelOfUnknownMetric: FaultRecipe = {
  id: 'kubernetes/panel-of-unknown-metric',
  platform: 'cartesia',
  title: 'A dashboard asks for a metric that was renamed',
  objects: [
    {
      change: 'create',
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'seatrial-renamed-metric', labels: { grafana_dashboard: '1' } },
        data: {
          'renamed.json': JSON.stringify({
            title: 'Renamed',
            panels: [
              { title: 'Queue', targets: [{ expr: 'sum(seatrial_renamed_metric{namespace="$namespace"})' }] },
            ],
          }),
        },
      } as KubernetesObject,
    },
  ],
  caughtBy: ['grafana-panels'],
};
