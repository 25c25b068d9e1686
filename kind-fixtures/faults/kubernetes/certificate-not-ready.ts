import type { FaultRecipe } from '../fault-recipe.ts';

export const certificateNotReady: FaultRecipe = {
  id: 'kubernetes/certificate-not-ready',
  platform: 'cartesia',
  title: 'cert-manager could not renew the certificate',
  objects: [
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      change: 'patch',
      subresource: 'status',
      patch: {
        status: {
          conditions: [
            { type: 'Ready', status: 'False', reason: 'Expired', message: 'the issuer refused the order' },
          ],
        },
      },
    },
  ],
  caughtBy: ['cert-manager-certificate'],
};
