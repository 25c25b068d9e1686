import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { ProbeError } from '../probe-error.ts';

/** TLS options that trust these authorities besides those that Node.js trusts anyway. Throws `ProbeError`. */
export function trusting(authorities: readonly string[] | undefined): { ca?: string[] } {
  if (!authorities || authorities.length === 0) return {};
  // TLS leaves out what it cannot read, and then blames the server.
  for (const authority of authorities) {
    try {
      new X509Certificate(authority);
    } catch (error) {
      throw new ProbeError('bad-answer', 'settings.authorities holds what is no certificate in PEM', error);
    }
  }
  return { ca: [...getCACertificates('default'), ...authorities] };
}
