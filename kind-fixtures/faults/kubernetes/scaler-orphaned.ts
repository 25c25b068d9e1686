import type { FaultRecipe } from '../fault-recipe.ts';

const orphan = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: 'worker-renamed-scaler' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'worker-renamed' },
    minReplicaCount: 0,
    maxReplicaCount: 1,
    triggers: [
      {
        type: 'prometheus',
        metadata: { serverAddress: 'http://nowhere:9090', query: 'vector(0)', threshold: '1' },
      },
    ],
  },
};

export const scalerOrphaned: FaultRecipe = {
  id: 'kubernetes/scaler-orphaned',
  platform: 'cartesia',
  title: 'An upgrade renamed a pool and left its autoscaler behind',
  objects: [{ change: 'create', object: orphan }],
  caughtBy: ['scaled-objects-have-targets'],
};
