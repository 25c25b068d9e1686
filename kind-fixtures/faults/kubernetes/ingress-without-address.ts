import type { FaultRecipe } from '../fault-recipe.ts';

/** The class is taken away too: a living controller would write the address again. */
export const ingressWithoutAddress: FaultRecipe = {
  id: 'kubernetes/ingress-without-address',
  platform: 'cartesia',
  title: 'No controller serves the Ingress: it has no address',
  objects: [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      change: 'patch',
      patch: {
        metadata: { annotations: { 'kubernetes.io/ingress.class': null } },
        spec: { ingressClassName: 'nobody' },
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      change: 'patch',
      subresource: 'status',
      patch: { status: { loadBalancer: { ingress: null } } },
    },
  ],
  caughtBy: ['ingress-address', 'ingress-https'],
};
