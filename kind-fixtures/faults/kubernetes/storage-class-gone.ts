import type { FaultRecipe } from '../fault-recipe.ts';

export const storageClassGone: FaultRecipe = {
  id: 'kubernetes/storage-class-gone',
  platform: 'cartesia',
  title: 'A claim names a StorageClass that is no longer there',
  objects: [
    {
      change: 'create',
      object: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'seatrial-orphan' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'standard-rwo-of-last-year',
          resources: { requests: { storage: '1Gi' } },
        },
      } as never,
    },
  ],
  caughtBy: ['preflight.storage-class'],
};
