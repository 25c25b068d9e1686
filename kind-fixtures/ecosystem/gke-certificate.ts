import type { ClusterObjects, Manifest } from './cluster-objects.ts';

export interface GkeCertificate {
  readonly namespace: string;
  readonly name: string;
  readonly domains: readonly string[];
  /** What Google would say of it; `Active` unless given. */
  readonly state?: 'Active' | 'Provisioning' | 'ProvisioningFailed' | 'FailedNotVisible';
  readonly expireTime?: Date;
}

const day = 86_400_000;

/**
 * GKE's ManagedCertificate with the status that Google's controller would write. That controller runs at Google only:
 * the object is true in names and types, and nothing here issues or serves a certificate.
 * Its definition must be there.
 */
export async function writeManagedCertificate(
  objects: ClusterObjects,
  { namespace, name, domains, state = 'Active', expireTime }: GkeCertificate,
): Promise<void> {
  const certificate: Manifest = {
    apiVersion: 'networking.gke.io/v1',
    kind: 'ManagedCertificate',
    metadata: { name, namespace },
    spec: { domains },
  };
  await objects.apply([certificate]);
  const active = state === 'Active';
  await objects.writeStatus(certificate, {
    certificateStatus: state,
    domainStatus: domains.map((domain) => ({
      domain,
      status: state === 'ProvisioningFailed' ? 'FailedNotVisible' : state,
    })),
    ...(active && {
      certificateName: `mcrt-${name}`,
      expireTime: (expireTime ?? new Date(Date.now() + 80 * day)).toISOString(),
    }),
  });
}
