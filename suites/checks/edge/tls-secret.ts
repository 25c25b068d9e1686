import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { V1Ingress, V1IngressTLS, V1Secret } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { skip } from '../../record/finding.ts';
import { hostsOf, ingressName, ingressRules, noIngress, releaseIngresses } from './release-ingresses.ts';
import { bad, findingOf, good, orUnsure, type Seen } from './seen.ts';

/** The Secrets that the Ingresses' `spec.tls` names exist and hold a certificate for their hosts, within its dates, with its key. */
export const tlsSecret = defineCheck({
  id: 'tls-secret',
  title: 'The TLS Secret holds a valid certificate',
  question: 'Is our own certificate in its Secret, valid and for the right name?',
  needs: { kubernetes: [...ingressRules, 'get:secrets'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Managed Kubernetes, Ingress and TLS, self-managed: kubernetes.io/tls Secret',
  hint: 'Put a renewed certificate with its chain and key into the Secret (kubectl create secret tls).',
  async run({ kubernetes, subject, now }) {
    const ingresses = await releaseIngresses(kubernetes, subject);
    if (ingresses.length === 0) return skip(noIngress(subject));
    const named = ingresses.flatMap((ingress) =>
      (ingress.spec?.tls ?? []).filter(({ secretName }) => secretName).map((tls) => ({ ingress, tls })),
    );
    if (named.length === 0)
      return skip(`${ingresses.map(ingressName).join(', ')} names no Secret in spec.tls`);
    const seen = await Promise.all(
      named.map(({ ingress, tls }) =>
        orUnsure(`Secret/${tls.secretName}`, async () =>
          secretSeen(
            tls.secretName!,
            await kubernetes.get('secrets', tls.secretName!),
            hosts(ingress, tls),
            now,
          ),
        ),
      ),
    );
    return findingOf(
      seen,
      'a certificate within its dates, for the hosts, with its key',
      `${seen.length} of ${seen.length} Secrets hold a valid certificate`,
    );
  },
});

/** Without hosts of its own, a `tls` entry is for all of the Ingress. */
const hosts = (ingress: V1Ingress, tls: V1IngressTLS): string[] =>
  tls.hosts && tls.hosts.length > 0 ? tls.hosts : hostsOf(ingress);

function secretSeen(name: string, secret: V1Secret | null, wanted: readonly string[], now: number): Seen {
  const object = `Secret/${name}`;
  if (!secret) return bad(object, 'it does not exist');
  if (secret.type !== 'kubernetes.io/tls') return bad(object, `its type is ${secret.type}`);
  const text = (key: string) => Buffer.from(secret.data?.[key] ?? '', 'base64');
  let certificate: X509Certificate;
  let keyFits: boolean;
  try {
    certificate = new X509Certificate(text('tls.crt'));
    keyFits = certificate.checkPrivateKey(createPrivateKey(text('tls.key')));
  } catch {
    return bad(object, 'tls.crt or tls.key cannot be read');
  }
  const to = new Date(certificate.validTo);
  const from = new Date(certificate.validFrom);
  if (to.getTime() <= now) return bad(object, `its certificate expired on ${to.toISOString().slice(0, 10)}`);
  if (from.getTime() > now)
    return bad(object, `its certificate is not valid before ${from.toISOString().slice(0, 10)}`);
  const missing = wanted.filter((host) => !covers(certificate, host));
  if (missing.length > 0)
    return bad(
      object,
      `its certificate (${certificate.subjectAltName ?? certificate.subject}) is not for ${missing.join(', ')}`,
    );
  if (!keyFits) return bad(object, 'tls.key is not the key of tls.crt');
  return good(object, `for ${wanted.join(', ') || 'any host'}, to ${to.toISOString().slice(0, 10)}`);
}

const covers = (certificate: X509Certificate, host: string): boolean =>
  host.startsWith('*.')
    ? (certificate.subjectAltName ?? '').split(', ').includes(`DNS:${host}`)
    : certificate.checkHost(host) !== undefined;
