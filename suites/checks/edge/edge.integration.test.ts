import { once } from 'node:events';
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { NetworkProbe } from '../../probes/network/probe.ts';
import { SystemNetwork } from '../../probes/network/system-network.ts';
import {
  type CertificateOrder,
  issueCertificate,
  TestAuthority,
} from '../../probes/network/testing/certificates.ts';
import { startNameServer } from '../../probes/network/testing/name-server.ts';
import { noSettings } from '../../settings.ts';
import { certificateExpiry } from './certificate-expiry.ts';
import { certificateTrusted } from './certificate-trusted.ts';
import { httpsRedirect } from './https-redirect.ts';
import { ingressDns } from './ingress-dns.ts';
import { ingressHttps } from './ingress-https.ts';
import { cluster, found, host, ingressOf } from './testing/context.ts';
import { tlsMinimum } from './tls-minimum.ts';

const authority = new TestAuthority('Authority of the edge');
const days = (count: number) => new Date(Date.now() + count * 86_400_000);

interface EdgeOptions {
  readonly certificate?: Partial<CertificateOrder>;
  readonly tls?: object;
  readonly plain?: RequestListener;
  readonly status?: number;
  readonly resolvesTo?: string;
}

const redirect: RequestListener = (request, response) =>
  response.writeHead(301, { location: `https://${request.headers.host}${request.url}` }).end();

async function port(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** An edge on loopback: a resolver, an HTTPS server and a plain one, as the checks see ports 443 and 80 of one address. */
async function edgeOf({
  certificate = {},
  tls = {},
  plain = redirect,
  status = 200,
  resolvesTo,
}: EdgeOptions = {}) {
  await using stack = new AsyncDisposableStack();
  const issued = issueCertificate({ commonName: host, names: [host], authority, ...certificate });
  const secure = createSecure({ cert: issued.certificate, key: issued.key, ...tls }, (_, response) =>
    response.writeHead(status).end(),
  );
  const open = createPlain(plain);
  const ports: Record<number, number> = { 443: await port(secure), 80: await port(open) };
  stack.defer(() => void secure.close());
  stack.defer(() => void open.close());
  const names = stack.use(await startNameServer({ [host]: [resolvesTo ?? '127.0.0.1'] }));
  const real = new SystemNetwork([names.address]);
  const network: NetworkProbe = {
    resolve: (name) => real.resolve(name),
    connect: (address, at, timeoutMs) => real.connect(address, ports[at]!, timeoutMs),
    handshake: (request) => real.handshake({ ...request, port: ports[request.port]! }),
    get: (request) => real.get({ ...request, port: ports[request.port]! }),
  };
  const ingress = ingressOf({
    spec: { ingressClassName: 'alb' },
    status: { loadBalancer: { ingress: [{ ip: '127.0.0.1' }] } },
  });
  const settings = { ...noSettings, authorities: [authority.certificate] };
  const kept = stack.move();
  return {
    ask: (check: Parameters<typeof found>[0], over: object = {}) =>
      found(check, cluster(ingress), { network, settings, now: Date.now(), ...over }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

const https = ingressHttps('/status');
const all = [ingressDns, https, certificateTrusted, certificateExpiry, httpsRedirect, tlsMinimum];

test.each(all)('$id passes at an edge that is well', async (check) => {
  await using edge = await edgeOf();
  expect(await edge.ask(check)).toMatchObject({ outcome: 'pass' });
});

describe('at a real server', () => {
  const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
  test.each<[(typeof all)[number], RegExp, EdgeOptions]>([
    [certificateTrusted, /expired on/, { certificate: { notBefore: days(-90), notAfter: days(-1) } }],
    [certificateTrusted, /is for elsewhere.invalid/, { certificate: { names: ['elsewhere.invalid'] } }],
    [certificateTrusted, /not valid before/, { certificate: { notBefore: days(2) } }],
    [certificateTrusted, /signed by Stranger/, { certificate: { authority: new TestAuthority('Stranger') } }],
    [certificateExpiry, /[56] days left/, { certificate: { notBefore: days(-60), notAfter: days(6) } }],
    [https, /expired on/, { certificate: { notBefore: days(-90), notAfter: days(-1) } }],
    [https, /answered 503/, { status: 503 }],
    [httpsRedirect, /answered 200/, { plain: (_, response) => response.end('plain') }],
    [tlsMinimum, /it took TLSv1.1/, { tls: old }],
    [ingressDns, /resolves to 192.0.2.1/, { resolvesTo: '192.0.2.1' }],
  ])('$id fails: %s', async (check, reason, options) => {
    await using edge = await edgeOf(options);
    expect(await edge.ask(check)).toMatchObject({ outcome: 'fail', reason: expect.stringMatching(reason) });
  });
});

test('an authority that only clients know is told, and not judged', async () => {
  await using edge = await edgeOf();
  const settings = { ...noSettings, provider: 'self-managed' as const };
  expect(await edge.ask(certificateTrusted, { settings })).toMatchObject({
    outcome: 'inconclusive',
    reason: expect.stringMatching(/Authority of the edge.*settings.authorities/),
  });
});
