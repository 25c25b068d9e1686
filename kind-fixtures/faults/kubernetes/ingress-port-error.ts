import type { FaultRecipe } from '../fault-recipe.ts';

export const ingressPortError: FaultRecipe = {
  id: 'kubernetes/ingress-port-error',
  platform: 'cartesia',
  title: 'The load balancer cannot serve a port of the Ingress',
  objects: [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      change: 'patch',
      subresource: 'status',
      patch: {
        status: {
          loadBalancer: {
            ingress: [
              { ip: '192.0.2.1', ports: [{ port: 443, protocol: 'TCP', error: 'CertificateMissing' }] },
            ],
          },
        },
      },
    },
  ],
  caughtBy: ['ingress-address'],
};
