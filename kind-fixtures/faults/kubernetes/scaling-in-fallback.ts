import type { FaultRecipe } from '../fault-recipe.ts';

const conditions = [
  {
    type: 'Ready',
    status: 'True',
    reason: 'ScaledObjectReady',
    message: 'ScaledObject is defined correctly and is ready for scaling',
  },
  {
    type: 'Active',
    status: 'True',
    reason: 'ScalerActive',
    message: 'Scaling is performed because triggers are active',
  },
  {
    type: 'Fallback',
    status: 'True',
    reason: 'FallbackExists',
    message: 'At least one trigger is falling back on this scaled object',
  },
  { type: 'Paused', status: 'False', reason: 'ScaledObjectUnpaused', message: 'unpaused' },
];

/** Writes what KEDA would: a fallback of a real operator needs a Prometheus that fails three times. */
export const scalingInFallback: FaultRecipe = {
  id: 'kubernetes/scaling-in-fallback',
  platform: 'cartesia',
  title: 'KEDA cannot read its metrics and scales by its fallback',
  objects: [
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      change: 'patch',
      subresource: 'status',
      patch: { status: { conditions } },
    },
  ],
  caughtBy: ['keda-ready', 'preflight.autoscaling-healthy'],
};
