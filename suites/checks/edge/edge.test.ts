import { describe, expect, test } from 'vitest';
import { ProbeError } from '../../probes/probe-error.ts';
import { noSettings } from '../../settings.ts';
import { acmCertificate } from './acm-certificate.ts';
import { certManagerCertificate } from './cert-manager-certificate.ts';
import { certificateExpiry } from './certificate-expiry.ts';
import { certificateTrusted } from './certificate-trusted.ts';
import { gkeManagedCertificate } from './gke-managed-certificate.ts';
import { httpsRedirect } from './https-redirect.ts';
import { ingressAddress } from './ingress-address.ts';
import { ingressDns } from './ingress-dns.ts';
import { ingressHttps } from './ingress-https.ts';
import {
  address,
  type Case,
  cluster,
  found,
  handshakeOf,
  host,
  ingressOf,
  labels,
  networkOf,
} from './testing/context.ts';
import { tlsMinimum } from './tls-minimum.ts';
import { tlsSecret } from './tls-secret.ts';

const https = ingressHttps('/status');
const eks = ingressOf({ spec: { ingressClassName: 'alb' } });
const unreachable = (code?: string) => async () => {
  throw new ProbeError('unreachable', 'no answer', code && { code });
};

describe.each([
  ingressAddress,
  ingressDns,
  https,
  certificateTrusted,
  certificateExpiry,
  httpsRedirect,
  tlsMinimum,
  gkeManagedCertificate,
  acmCertificate,
  tlsSecret,
  certManagerCertificate,
])('$id', (check) => {
  test('skips where the release has no Ingress, and says so', async () => {
    const other = ingressOf({ labels: { 'app.kubernetes.io/instance': 'other' } });
    expect(await found(check, cluster(other, { certificates: [] }))).toMatchObject({
      outcome: 'skip',
      reason: expect.stringMatching(/release cartesia/),
    });
  });

  test('is inconclusive where Ingresses may not be listed', async () => {
    expect(await found(check, { services: [], certificates: [] })).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringMatching(/list ingresses/),
    });
  });
});

describe('ingress-address', () => {
  const status = (entry: object) => cluster(ingressOf({ status: { loadBalancer: { ingress: [entry] } } }));
  test.each<Case>([
    ['pass', /1 of 1/, cluster()],
    ['pass', /1 of 1/, status({ hostname: 'lb.example' })],
    ['fail', /Ingress\/edge: it has no address/, cluster(ingressOf({ status: {} }))],
    [
      'fail',
      /port 443\/TCP: NoCert/,
      status({ ip: address, ports: [{ port: 443, protocol: 'TCP', error: 'NoCert' }] }),
    ],
  ])('%s %s', async (outcome, reason, objects) => {
    expect(await found(ingressAddress, objects)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test("sees an Ingress that users wrote for the release's Service", async () => {
    const backend = { service: { name: 'cartesia-api-server' } };
    const own = ingressOf({ labels: {}, spec: { rules: [{ host, http: { paths: [{ backend }] } }] } });
    const services = [{ metadata: { name: 'cartesia-api-server', labels } }];
    expect(await found(ingressAddress, cluster(own, { services }))).toMatchObject({ outcome: 'pass' });
  });
});

describe('ingress-dns', () => {
  const named = cluster(ingressOf({ status: { loadBalancer: { ingress: [{ hostname: 'lb.example' }] } } }));
  const resolving = (names: Record<string, string[]>) => ({
    network: networkOf({ resolve: async (name) => names[name] ?? [] }),
  });
  test.each<Case>([
    ['pass', /1 of 1/, cluster()],
    ['fail', /does not resolve/, cluster(), resolving({})],
    ['fail', /resolves to 192.0.2.99/, cluster(), resolving({ [host]: ['192.0.2.99'] })],
    // Half of the clients would go elsewhere.
    ['fail', /resolves to/, cluster(), resolving({ [host]: [address, '192.0.2.99'] })],
    // A load balancer with a name shows some of its addresses at a time.
    [
      'pass',
      /1 of 1/,
      named,
      resolving({ [host]: ['192.0.2.1', '192.0.2.2'], 'lb.example': ['192.0.2.2', '192.0.2.3'] }),
    ],
    [
      'fail',
      /load balancer is lb.example/,
      named,
      resolving({ [host]: ['192.0.2.1'], 'lb.example': ['192.0.2.2'] }),
    ],
    ['inconclusive', /no answer/, cluster(), { network: networkOf({ resolve: unreachable() }) }],
    ['inconclusive', /no address to compare/, cluster(ingressOf({ status: {} }))],
  ])('%s %s', async (outcome, reason, objects, over) => {
    expect(await found(ingressDns, objects, over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test('asks for the hosts of the settings instead', async () => {
    const settings = { ...noSettings, hosts: ['other.example'] };
    expect(await found(ingressDns, { ingresses: [], services: [] }, { settings })).toMatchObject({
      outcome: 'pass',
      evidence: { objects: ['other.example'] },
    });
  });
});

describe('ingress-https', () => {
  const answering = (status: number) => ({
    network: networkOf({ get: async () => ({ status, headers: {}, body: 'no backend' }) }),
  });
  test.each<Case>([
    ['pass', /1 of 1 names/, cluster()],
    ['fail', /GET \/status answered 503 at 192.0.2.10 no backend/, cluster(), answering(503)],
    ['fail', /answered 404/, cluster(), answering(404)],
    ['inconclusive', /API key/, cluster(), answering(401)],
    [
      'fail',
      /refuses connections on port 443/,
      cluster(),
      { network: networkOf({ handshake: unreachable('ECONNREFUSED') }) },
    ],
    ['inconclusive', /no answer/, cluster(), { network: networkOf({ handshake: unreachable() }) }],
    ['fail', /has no address/, cluster(ingressOf({ status: {} }))],
  ])('%s %s', async (outcome, reason, objects, over) => {
    expect(await found(https, objects, over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test('sends no API key to whom it does not trust', async () => {
    const asked: unknown[] = [];
    const network = networkOf({
      handshake: async () => handshakeOf({ names: ['other.example'] }),
      get: async (request) => {
        asked.push(request);
        return { status: 200, headers: {}, body: '' };
      },
    });
    expect(await found(https, cluster(), { network })).toMatchObject({ outcome: 'fail' });
    expect(asked).toEqual([]);
  });
});

describe('certificates on the wire', () => {
  const showing = (...answer: Parameters<typeof handshakeOf>) => ({
    network: networkOf({ handshake: async () => handshakeOf(...answer) }),
  });
  const unknown = showing({ issuer: 'Acme CA' }, { distrust: 'SELF_SIGNED_CERT_IN_CHAIN' });
  const given = { settings: { ...noSettings, authorities: ['PEM'] } };
  test.each<[typeof certificateTrusted | typeof certificateExpiry, ...Case]>([
    [certificateTrusted, 'pass', /1 of 1/, cluster()],
    [
      certificateTrusted,
      'fail',
      /expired on 2026-06-01/,
      cluster(),
      showing({ notAfter: '2026-06-01T00:00:00.000Z' }),
    ],
    [
      certificateTrusted,
      'fail',
      /not valid before 2026-07-01/,
      cluster(),
      showing({ notBefore: '2026-07-01T00:00:00.000Z' }),
    ],
    [certificateTrusted, 'fail', /is for other.example/, cluster(), showing({ names: ['other.example'] })],
    [certificateTrusted, 'pass', /1 of 1/, cluster(), showing({ names: ['*.cartesia.example'] })],
    [certificateTrusted, 'fail', /is for \*.example/, cluster(), showing({ names: ['*.example'] })],
    [
      certificateTrusted,
      'fail',
      /CERT_HAS_EXPIRED/,
      cluster(),
      showing({}, { distrust: 'CERT_HAS_EXPIRED' }),
    ],
    [
      certificateTrusted,
      'fail',
      /refused/,
      cluster(),
      { network: networkOf({ handshake: async () => null }) },
    ],
    // An authority that only the clients know: told, and not judged.
    [certificateTrusted, 'inconclusive', /Acme CA.*settings.authorities/, cluster(), unknown],
    [certificateTrusted, 'fail', /Acme CA/, cluster(eks), unknown],
    [certificateTrusted, 'fail', /Acme CA/, cluster(), { ...unknown, ...given }],
    [
      certificateTrusted,
      'inconclusive',
      /no answer/,
      cluster(),
      { network: networkOf({ handshake: unreachable() }) },
    ],
    [certificateExpiry, 'pass', /14 days and more/, cluster()],
    [certificateExpiry, 'fail', /9 days left/, cluster(), showing({ notAfter: '2026-06-20T00:00:00.000Z' })],
    [certificateExpiry, 'fail', /expired/, cluster(), showing({ notAfter: '2026-06-01T00:00:00.000Z' })],
    // Six days of life are no reason to complain on each of them.
    [
      certificateExpiry,
      'pass',
      /1 of 1/,
      cluster(),
      showing({ notBefore: '2026-06-08T00:00:00.000Z', notAfter: '2026-06-14T00:00:00.000Z' }),
    ],
    [
      certificateExpiry,
      'inconclusive',
      /no certificate/,
      cluster(),
      { network: networkOf({ handshake: async () => null }) },
    ],
  ])('$id %s %s', async (check, outcome, reason, objects, over) => {
    expect(await found(check, objects, over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('what is promised on EKS', () => {
  const redirecting = (status: number, location?: string) => ({
    network: networkOf({ get: async () => ({ status, headers: location ? { location } : {}, body: '' }) }),
  });
  test.each<[typeof httpsRedirect | typeof tlsMinimum, ...Case]>([
    [httpsRedirect, 'pass', /1 of 1/, cluster(eks)],
    [httpsRedirect, 'fail', /answered 200/, cluster(eks), redirecting(200)],
    [httpsRedirect, 'fail', /answered 301 to http:/, cluster(eks), redirecting(301, `http://${host}/x`)],
    [
      httpsRedirect,
      'fail',
      /answered 302 to https:\/\/elsewhere/,
      cluster(eks),
      redirecting(302, 'https://elsewhere/'),
    ],
    [
      httpsRedirect,
      'fail',
      /port 80/,
      cluster(eks),
      { network: networkOf({ get: unreachable('ECONNREFUSED') }) },
    ],
    [
      httpsRedirect,
      'inconclusive',
      /no answer/,
      cluster(eks),
      { network: networkOf({ get: unreachable() }) },
    ],
    [httpsRedirect, 'skip', /EKS only.*self-managed/, cluster()],
    [tlsMinimum, 'pass', /1 of 1/, cluster(eks)],
    [
      tlsMinimum,
      'fail',
      /took TLSv1.1/,
      cluster(eks),
      { network: networkOf({ handshake: async () => handshakeOf({}, { protocol: 'TLSv1.1' }) }) },
    ],
    [
      tlsMinimum,
      'inconclusive',
      /every handshake/,
      cluster(eks),
      { network: networkOf({ handshake: async () => null }) },
    ],
    [tlsMinimum, 'skip', /EKS only/, cluster()],
  ])('$id %s %s', async (check, outcome, reason, objects, over) => {
    expect(await found(check, objects, over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  const annotated = (annotations: object) =>
    cluster(ingressOf({ spec: { ingressClassName: 'alb' }, annotations }));
  const alb = 'alb.ingress.kubernetes.io';
  test.each<Case>([
    [
      'pass',
      /every Ingress/,
      annotated({ [`${alb}/certificate-arn`]: 'arn:aws:acm:us-west-2:123456789:certificate/abc123' }),
    ],
    ['pass', /every Ingress/, annotated({ 'certificate-manager': 'true' })],
    ['fail', /no ARN/, annotated({ [`${alb}/certificate-arn`]: 'abc123' })],
    [
      'fail',
      /no HTTPS/,
      annotated({ [`${alb}/listen-ports`]: '[{"HTTP":80}]', 'certificate-manager': 'true' }),
    ],
    ['fail', /names no certificate/, annotated({})],
    ['skip', /ACM is for EKS/, cluster()],
  ])('acm-certificate %s %s', async (outcome, reason, objects) => {
    expect(await found(acmCertificate, objects)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});
