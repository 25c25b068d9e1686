import type { FaultRecipe } from '../fault-recipe.ts';

export const nodesCordoned: FaultRecipe = {
  id: 'kubernetes/nodes-cordoned',
  platform: 'cartesia',
  title: 'The nodes with GPUs take no pods',
  // An upgrade that changes no pod needs no GPU.
  target: { standIn: { modelLoadSeconds: 9 } },
  objects: [
    {
      apiVersion: 'v1',
      kind: 'Node',
      labels: 'nvidia.com/gpu.present=true',
      change: 'patch',
      patch: { spec: { unschedulable: true } },
    },
  ],
  caughtBy: ['preflight.surge-gpus'],
};
