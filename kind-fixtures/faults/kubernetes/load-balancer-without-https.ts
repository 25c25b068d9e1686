import type { FaultRecipe } from '../fault-recipe.ts';

export const loadBalancerWithoutHttps: FaultRecipe = {
  id: 'kubernetes/load-balancer-without-https',
  platform: 'cartesia',
  title: 'The load balancer of EKS listens on plain HTTP only',
  objects: [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      change: 'patch',
      patch: {
        metadata: {
          annotations: {
            'kubernetes.io/ingress.class': null,
            'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP":80}]',
          },
        },
        spec: { ingressClassName: 'alb' },
      },
    },
  ],
  caughtBy: ['acm-certificate'],
};
