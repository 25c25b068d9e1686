import { defineCheck } from '../../check.ts';
import type { Certificate } from '../../probes/kubernetes/custom-kinds.ts';
import { skip } from '../../record/finding.ts';
import { ingressRules, isOfRelease, releaseIngresses } from './release-ingresses.ts';
import { bad, findingOf, good, type Seen, unsure } from './seen.ts';

const hourMs = 3_600_000;
/** How long after its renewal time a renewal may take: retries of cert-manager begin within the hour. */
const renewalHours = 24;

/** cert-manager's Certificates behind the release's Ingresses are Ready, and renewed in time. */
export const certManagerCertificate = defineCheck({
  id: 'cert-manager-certificate',
  title: "cert-manager's Certificate is Ready",
  question: 'Does cert-manager hold and renew the certificate?',
  needs: { kubernetes: [...ingressRules, 'list:certificates'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Managed Kubernetes, Ingress and TLS, self-managed: cert-manager',
  hint: 'Look at the Certificate, its CertificateRequest and Order: the issuer says why.',
  async run({ kubernetes, subject, now }) {
    const [certificates, ingresses] = await Promise.all([
      kubernetes.list('certificates'),
      releaseIngresses(kubernetes, subject),
    ]);
    const secrets = new Set(
      ingresses.flatMap(({ spec }) => spec?.tls ?? []).flatMap(({ secretName }) => secretName ?? []),
    );
    const used = certificates.filter(
      (certificate) =>
        secrets.has(certificate.spec?.secretName ?? '') || isOfRelease(certificate, subject.release),
    );
    if (used.length === 0)
      return skip(`no Certificate of cert-manager belongs to release ${subject.release} or its Ingresses`);
    const seen = used.map((certificate) => stateOf(certificate, now));
    return findingOf(
      seen,
      'Ready, and renewed in time',
      `${seen.length} of ${seen.length} Certificates are Ready`,
    );
  },
});

function stateOf({ metadata, status }: Certificate, now: number): Seen {
  const object = `Certificate/${metadata?.name}`;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (!ready) return unsure(object, 'cert-manager has not judged it yet');
  const { generation } = metadata ?? {};
  if (
    ready.observedGeneration !== undefined &&
    generation !== undefined &&
    ready.observedGeneration < generation
  )
    return unsure(object, 'cert-manager has not judged its last change yet');
  if (ready.status !== 'True')
    return bad(object, [`Ready is ${ready.status}`, ready.reason, ready.message].filter(Boolean).join(': '));
  if (status?.notAfter && Date.parse(status.notAfter) <= now)
    return bad(object, `expired on ${status.notAfter.slice(0, 10)}`);
  if (status?.renewalTime && now - Date.parse(status.renewalTime) > renewalHours * hourMs)
    return bad(object, `its renewal was due on ${status.renewalTime.slice(0, 10)} and did not happen`);
  return good(object, `Ready${status?.notAfter ? `, to ${status.notAfter.slice(0, 10)}` : ''}`);
}
