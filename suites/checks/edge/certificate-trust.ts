import { isIP } from 'node:net';
import type { TlsAnswer } from '../../probes/network/probe.ts';
import type { Settings } from '../../settings.ts';
import { coversName } from './names.ts';
import type { Provider } from './provider.ts';
import { bad, good, type Seen, unsure } from './seen.ts';

/** Verification errors that only say that we do not know who signed. */
const unknownSigner = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const dayOf = (time: string): string => time.slice(0, 10);

interface Question {
  readonly host: string;
  readonly answer: TlsAnswer | null;
  readonly provider: Provider;
  readonly settings: Settings;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Whether clients trust the certificate that was shown for a host. Dates and names are judged here, as the
 * handshake tells only the first thing that is wrong. An unknown signer is a failure where the seed promises a
 * public certificate or the user said whom to trust; else it may be an authority that only clients know.
 */
export function trustOf({ host, answer, provider, settings, now }: Question): Seen {
  const leaf = answer?.chain[0];
  if (!answer) return bad(host, 'the TLS handshake was refused');
  if (!leaf) return unsure(host, 'the server showed no certificate');
  if (Date.parse(leaf.notAfter) <= now)
    return bad(host, `its certificate expired on ${dayOf(leaf.notAfter)}`);
  if (Date.parse(leaf.notBefore) > now)
    return bad(host, `its certificate is not valid before ${dayOf(leaf.notBefore)}`);
  const named = isIP(host) !== 0 || leaf.names.some((name) => coversName(name, host));
  if (!named)
    return bad(host, `its certificate is for ${leaf.names.join(', ') || leaf.subject || 'no name'}`);
  if (answer.distrust === null)
    return good(host, `issued by ${leaf.issuer}, valid to ${dayOf(leaf.notAfter)}`);
  if (!unknownSigner.has(answer.distrust))
    return bad(host, `its certificate is not trusted (${answer.distrust})`);
  const signer = `its certificate is signed by ${leaf.issuer || 'an unnamed authority'}, which is not trusted here (${answer.distrust})`;
  const clientsKnow = provider === 'self-managed' && settings.authorities === undefined;
  return clientsKnow
    ? unsure(host, `${signer}: if clients trust it, name it in settings.authorities`)
    : bad(host, signer);
}
