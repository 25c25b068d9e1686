import { X509Certificate } from 'node:crypto';
import type { V1Ingress, V1Secret } from '@kubernetes/client-node';
import type { Certificate, ManagedCertificate } from '../../../probes/kubernetes/custom-kinds.ts';

/** One certificate with its end; a sentence instead where it has none that can be told. */
export interface Dated {
  /** `Secret/tls of Ingress/api`. */
  readonly of: string;
  /** Milliseconds since the epoch; null where it is not known. */
  readonly ends: number | null;
  readonly wrong?: string;
  /** It renews itself, and the time for that has not come. */
  readonly renews?: boolean;
}

/** Names of the TLS Secrets of Ingresses, each with the Ingress that names it. */
export const tlsSecrets = (ingresses: readonly V1Ingress[]): { secret: string; ingress: string }[] =>
  ingresses.flatMap(({ metadata, spec }) =>
    (spec?.tls ?? []).flatMap(({ secretName }) =>
      secretName ? [{ secret: secretName, ingress: metadata?.name ?? '?' }] : [],
    ),
  );

const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificate of a chain that ends first. */
export function ofSecret(of: string, secret: V1Secret | null): Dated {
  if (!secret) return { of, ends: null, wrong: 'is not there' };
  const text = Buffer.from(secret.data?.['tls.crt'] ?? '', 'base64').toString();
  try {
    const ends = [...text.matchAll(pem)].map(([one]) => new X509Certificate(one).validToDate.getTime());
    return ends.length > 0
      ? { of, ends: Math.min(...ends) }
      : { of, ends: null, wrong: 'holds no certificate' };
  } catch {
    return { of, ends: null, wrong: 'holds a certificate that cannot be read' };
  }
}

/** cert-manager renews by itself: short-lived certificates are well until their renewal is overdue. */
export function ofCertManager({ metadata, status }: Certificate, now: number): Dated {
  const of = `Certificate/${metadata?.name}`;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'False')
    return { of, ends: null, wrong: `is not Ready (${ready.message ?? ready.reason})` };
  const renewal = Date.parse(status?.renewalTime ?? '');
  return { of, ends: timeOf(status?.notAfter), renews: renewal > now };
}

/** Google renews by itself; that it failed stands in the status. One that was not issued yet has no end: null. */
export function ofManaged({ metadata, status }: ManagedCertificate): Dated | null {
  const of = `ManagedCertificate/${metadata?.name}`;
  const state = status?.certificateStatus ?? '';
  const ends = timeOf(status?.expireTime);
  if (/Failed/.test(state)) return { of, ends, wrong: `is ${state}` };
  return ends === null && state !== 'Active' ? null : { of, ends };
}

function timeOf(text: string | undefined): number | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : time;
}
