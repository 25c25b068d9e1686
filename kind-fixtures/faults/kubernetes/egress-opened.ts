import type { KubernetesObject } from '@kubernetes/client-node';
import type { FaultRecipe } from '../fault-recipe.ts';

/** Noticed where the posture is air-gapped. */
export const egressOpened: FaultRecipe = {
  id: 'kubernetes/egress-opened',
  platform: 'cartesia',
  title: 'A NetworkPolicy lets every pod of an air-gapped platform out',
  settings: { posture: 'air-gapped' },
  objects: [
    {
      change: 'create',
      object: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'seatrial-egress-opened' },
        spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{}] },
      } as KubernetesObject,
    },
  ],
  caughtBy: ['network-policies', 'egress-posture'],
};
