import { defineCheck } from '../../check.ts';
import { skip } from '../../record/finding.ts';
import { trustOf } from './certificate-trust.ts';
import { addressOf, doorsOf } from './doors.ts';
import { handshakeAt } from './handshake-at.ts';
import { providerOf } from './provider.ts';
import { ingressRules } from './release-ingresses.ts';
import { findingOf, orUnsure } from './seen.ts';

/** The certificate that each name shows is within its dates, for the name, and of a trusted chain. */
export const certificateTrusted = defineCheck({
  id: 'certificate-trusted',
  title: 'Certificates are trusted',
  question: 'Do clients trust the certificate that they are shown?',
  needs: { kubernetes: ingressRules, network: true },
  timeoutSeconds: 60,
  blames: 'environment',
  source: 'Managed Kubernetes, Go-live: TLS certificate active',
  hint: 'Look at who issues the certificate: ACM on EKS, the ManagedCertificate on GKE, cert-manager or your own Secret elsewhere.',
  async run(context) {
    const { doors, none } = await doorsOf(context);
    if (doors.length === 0) return skip(none);
    const { network, settings, now, signal } = context;
    const seen = await Promise.all(
      doors.map((door) =>
        orUnsure(door.host, async () => {
          const address = await addressOf(network, door);
          const answer = await handshakeAt(network, door.host, address, settings, signal);
          const { provider } = providerOf(door.ingress, settings);
          return trustOf({ host: door.host, answer, provider, settings, now });
        }),
      ),
    );
    return findingOf(
      seen,
      'a certificate within its dates, for the name, of a trusted chain',
      `${seen.length} of ${seen.length} names show a trusted certificate`,
    );
  },
});
