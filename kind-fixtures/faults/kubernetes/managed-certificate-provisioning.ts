import type { FaultRecipe } from '../fault-recipe.ts';

export const managedCertificateProvisioning: FaultRecipe = {
  id: 'kubernetes/managed-certificate-provisioning',
  platform: 'cartesia',
  title: 'Google has not provisioned the certificate: its name is not visible in DNS',
  objects: [
    {
      apiVersion: 'networking.gke.io/v1',
      kind: 'ManagedCertificate',
      change: 'patch',
      subresource: 'status',
      patch: {
        status: {
          certificateStatus: 'Provisioning',
          domainStatus: [{ domain: 'api.cartesia.example', status: 'FailedNotVisible' }],
        },
      },
    },
  ],
  caughtBy: ['gke-managed-certificate'],
};
