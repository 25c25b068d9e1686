import type { FaultRecipe } from '../fault-recipe.ts';

export const ingressElsewhere: FaultRecipe = {
  id: 'kubernetes/ingress-elsewhere',
  platform: 'cartesia',
  title: 'DNS still leads to the load balancer that the Ingress had before',
  objects: [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      change: 'patch',
      subresource: 'status',
      patch: { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } },
    },
  ],
  caughtBy: ['ingress-dns'],
};
