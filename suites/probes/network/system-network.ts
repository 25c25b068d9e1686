import { Resolver } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { ProbeError } from '../probe-error.ts';
import { getByName } from './get-by-name.ts';
import type {
  ConnectAnswer,
  NamedAnswer,
  NamedRequest,
  NetworkProbe,
  SeenCertificate,
  TlsAnswer,
  TlsRequest,
} from './probe.ts';
import { trusting } from './trusting.ts';

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

  connect(host: string, port: number, timeoutMs: number): Promise<ConnectAnswer> {
    const started = performance.now();
    const { promise, resolve } = Promise.withResolvers<ConnectAnswer>();
    const socket = connectTcp({ host, port });
    const end = (answer: { open: boolean; refused?: boolean }) => {
      clearTimeout(limit);
      socket.destroy();
      resolve({ ...answer, milliseconds: performance.now() - started });
    };
    // A socket's own timeout does not count the time that its name takes to resolve.
    const limit = setTimeout(() => end({ open: false }), timeoutMs);
    socket.once('connect', () => end({ open: true }));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end({ open: false, refused: error.code === 'ECONNREFUSED' }),
    );
    return promise;
  }

  get(request: NamedRequest): Promise<NamedAnswer> {
    return getByName(request);
  }

  async handshake(request: TlsRequest): Promise<TlsAnswer | null> {
    const { host, port, serverName, maxVersion, authorities, signal } = request;
    const { promise, resolve, reject } = Promise.withResolvers<TlsAnswer | null>();
    const what = `TLS ${serverName} at ${host}:${port}`;
    const socket = connectTls({
      host,
      port,
      // SNI holds names only; the name is checked against the certificate all the same.
      ...(isIP(serverName) === 0 && { servername: serverName }),
      rejectUnauthorized: false,
      // A server that still takes TLS 1.0 can only be found by a client that offers it.
      ...(maxVersion && { minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }),
      ...trusting(authorities),
    });
    const unreachable = (cause: unknown, why: string) =>
      reject(new ProbeError('unreachable', `${what}: ${why}`, cause));
    const abort = () => unreachable(signal?.reason, 'no answer in time');
    signal?.addEventListener('abort', abort, { once: true });
    const limit = setTimeout(() => unreachable(null, 'no answer in time'), handshakeMs);
    let connected = false;
    socket.once('connect', () => {
      connected = true;
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (connected && isRefusal(error)) resolve(null);
      else unreachable(error, error.code ?? error.message);
    });
    socket.once('secureConnect', () => resolve(answerOf(socket)));
    return promise.finally(() => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', abort);
      socket.destroy();
    });
  }
}

/** An alert, or an end in the middle of the handshake, is the server's answer; what our own side cannot do is not. */
function isRefusal({ code, message }: NodeJS.ErrnoException): boolean {
  if (code === 'ECONNRESET' || code === 'EPROTO') return true;
  const ours = /NO_PROTOCOLS_AVAILABLE|NO_CIPHERS_AVAILABLE|INTERNAL_ERROR$/;
  return code?.startsWith('ERR_SSL') === true && !ours.test(`${code} ${message}`);
}

function answerOf(socket: TLSSocket): TlsAnswer {
  const error = socket.authorizationError as unknown as { code?: string } | string | undefined;
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    chain: chainOf(socket.getPeerCertificate(true)),
    distrust: socket.authorized ? null : String((error as { code?: string })?.code ?? error),
  };
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
