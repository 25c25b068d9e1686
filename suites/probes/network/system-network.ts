import { Resolver } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate, rootCertificates } from 'node:tls';
import { ProbeError } from '../probe-error.ts';
import type { NetworkProbe, SeenCertificate, TlsAnswer, TlsRequest } from './probe.ts';

const noSuchName = new Set(['ENOTFOUND', 'ENODATA', 'NOTFOUND', 'NODATA']);
const handshakeMs = 5000;

/** The machine's resolver and sockets. */
export class SystemNetwork implements NetworkProbe {
  readonly #servers: readonly string[] | null;

  /** `servers`: resolvers to ask instead of the system's, as `address:port`. */
  constructor(servers: readonly string[] | null = null) {
    this.#servers = servers;
  }

  async resolve(name: string): Promise<string[]> {
    if (isIP(name)) return [name];
    const resolver = new Resolver({ timeout: 2000, tries: 2 });
    if (this.#servers) resolver.setServers(this.#servers);
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length > 0) return found;
    const failed = answers.find(
      (answer) => answer.status === 'rejected' && !noSuchName.has(answer.reason?.code),
    );
    if (failed?.status === 'rejected')
      throw new ProbeError('unreachable', `no resolver answers for ${name}`, failed.reason);
    return [];
  }

  connect(host: string, port: number, timeoutMs: number): Promise<{ open: boolean; milliseconds: number }> {
    const started = performance.now();
    const { promise, resolve } = Promise.withResolvers<{ open: boolean; milliseconds: number }>();
    const socket = connectTcp({ host, port, timeout: timeoutMs });
    const end = (open: boolean) => {
      socket.destroy();
      resolve({ open, milliseconds: performance.now() - started });
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
    return promise;
  }

  handshake(request: TlsRequest): Promise<TlsAnswer | null> {
    const { host, port, serverName, maxVersion, authorities, signal } = request;
    const { promise, resolve, reject } = Promise.withResolvers<TlsAnswer | null>();
    const socket = connectTls({
      host,
      port,
      servername: serverName,
      rejectUnauthorized: false,
      // A server that still takes TLS 1.0 can only be found by a client that offers it.
      ...(maxVersion && { minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }),
      ...(authorities && { ca: [...rootCertificates, ...authorities] }),
    });
    const unreachable = (cause: unknown, why: string) =>
      reject(new ProbeError('unreachable', `TLS ${serverName} at ${host}:${port}: ${why}`, cause));
    const abort = () => unreachable(signal?.reason, 'no answer in time');
    signal?.addEventListener('abort', abort, { once: true });
    socket.setTimeout(handshakeMs, () => unreachable(null, 'no answer in time'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // An alert, or an end in the middle of the handshake, is the server's answer.
      if (error.code?.startsWith('ERR_SSL') || error.code === 'ECONNRESET' || error.code === 'EPROTO')
        resolve(null);
      else unreachable(error, error.code ?? error.message);
    });
    socket.once('secureConnect', () => {
      const chain = chainOf(socket.getPeerCertificate(true));
      const distrust = socket.authorized
        ? null
        : String((socket.authorizationError as { code?: string })?.code ?? socket.authorizationError);
      resolve({ protocol: socket.getProtocol() ?? 'unknown', chain, distrust });
    });
    return promise.finally(() => {
      signal?.removeEventListener('abort', abort);
      socket.destroy();
    });
  }
}

const longestChain = 10;

function chainOf(leaf: DetailedPeerCertificate): SeenCertificate[] {
  const chain: SeenCertificate[] = [];
  let next: DetailedPeerCertificate | undefined = leaf;
  while (next?.valid_to && chain.length < longestChain) {
    chain.push({
      subject: String(next.subject?.CN ?? ''),
      issuer: String(next.issuer?.CN ?? ''),
      names: [...(next.subjectaltname ?? '').matchAll(/DNS:([^,\s]+)/g)].map(([, name]) => name!),
      notBefore: new Date(next.valid_from).toISOString(),
      notAfter: new Date(next.valid_to).toISOString(),
    });
    // A self-signed root names itself as its issuer.
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}
