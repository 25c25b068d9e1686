import { describe, expect, test } from 'vitest';
import { issueCertificate } from '../../probes/network/testing/certificates.ts';
import { moment } from '../../testing/plans.ts';
import { certManagerCertificate } from './cert-manager-certificate.ts';
import { gkeManagedCertificate } from './gke-managed-certificate.ts';
import { type Case, cluster, found, host, ingressOf } from './testing/context.ts';
import { tlsSecret } from './tls-secret.ts';

describe('gke-managed-certificate', () => {
  const gke = ingressOf({ annotations: { 'networking.gke.io/managed-certificates': 'ssl' } });
  const certificate = (status: object | undefined, domains = [host]) =>
    cluster(gke, { managedcertificates: [{ metadata: { name: 'ssl' }, spec: { domains }, status }] });
  test.each<Case>([
    ['pass', /Active/, certificate({ certificateStatus: 'Active', expireTime: '2026-08-01T00:00:00Z' })],
    [
      'fail',
      /Provisioning, api.cartesia.example is FailedNotVisible/,
      certificate({
        certificateStatus: 'Provisioning',
        domainStatus: [{ domain: host, status: 'FailedNotVisible' }],
      }),
    ],
    [
      'fail',
      /expires on 2026-06-15/,
      certificate({ certificateStatus: 'Active', expireTime: '2026-06-15T00:00:00Z' }),
    ],
    ['fail', /covers api.cartesia.example/, certificate({ certificateStatus: 'Active' }, ['other.example'])],
    ['fail', /does not exist/, cluster(gke, { managedcertificates: [] })],
    ['inconclusive', /status/, certificate(undefined)],
    ['inconclusive', /list managedcertificates/, cluster(gke)],
    ['skip', /annotation/, cluster()],
  ])('%s %s', async (outcome, reason, objects) => {
    expect(await found(gkeManagedCertificate, objects)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('cert-manager-certificate', () => {
  const mine = ingressOf({ spec: { tls: [{ hosts: [host], secretName: 'edge-tls' }] } });
  const certificate = (condition: object | null, status: object = {}) =>
    cluster(mine, {
      certificates: [
        {
          metadata: { name: 'edge', generation: 2 },
          spec: { secretName: 'edge-tls' },
          status: {
            ...(condition && { conditions: [{ type: 'Issuing' }, { type: 'Ready', ...condition }] }),
            ...status,
          },
        },
      ],
    });
  test.each<Case>([
    [
      'pass',
      /1 of 1/,
      certificate({ status: 'True', observedGeneration: 2 }, { renewalTime: '2026-06-09T12:00:00Z' }),
    ],
    [
      'fail',
      /Ready is False: DoesNotExist: no issuer/,
      certificate({ status: 'False', reason: 'DoesNotExist', message: 'no issuer' }),
    ],
    [
      'fail',
      /renewal was due on 2026-06-01/,
      certificate({ status: 'True' }, { renewalTime: '2026-06-01T00:00:00Z' }),
    ],
    ['fail', /expired on 2026-06-09/, certificate({ status: 'True' }, { notAfter: '2026-06-09T00:00:00Z' })],
    ['inconclusive', /last change/, certificate({ status: 'True', observedGeneration: 1 })],
    ['inconclusive', /not judged/, certificate(null)],
    ['skip', /no Certificate/, cluster(mine, { certificates: [] })],
  ])('%s %s', async (outcome, reason, objects) => {
    expect(await found(certManagerCertificate, objects)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('tls-secret', () => {
  const now = Date.parse(moment);
  const days = (count: number) => new Date(now + count * 86_400_000);
  const issued = (over: object = {}) =>
    issueCertificate({ commonName: host, names: [host], notBefore: days(-1), notAfter: days(90), ...over });
  const good = issued();
  const secret = ({ certificate, key }: { certificate: string; key: string }, type = 'kubernetes.io/tls') => {
    const data = { 'tls.crt': btoa(certificate), 'tls.key': btoa(key) };
    return { secrets: [{ metadata: { name: 'edge-tls' }, type, data }] };
  };
  const mine = ingressOf({ spec: { tls: [{ secretName: 'edge-tls' }] } });
  test.each<Case>([
    ['pass', /1 of 1/, cluster(mine, secret(good))],
    ['pass', /1 of 1/, cluster(mine, secret(issued({ names: ['*.cartesia.example'] })))],
    [
      'fail',
      /expired on 2026-06-09/,
      cluster(mine, secret(issued({ notBefore: days(-90), notAfter: days(-1) }))),
    ],
    ['fail', /not valid before/, cluster(mine, secret(issued({ notBefore: days(2) })))],
    [
      'fail',
      /other.example\) is not for api.cartesia/,
      cluster(mine, secret(issued({ names: ['other.example'] }))),
    ],
    ['fail', /not the key/, cluster(mine, secret({ ...good, key: issued().key }))],
    ['fail', /cannot be read/, cluster(mine, secret({ certificate: 'x', key: 'y' }))],
    ['fail', /type is Opaque/, cluster(mine, secret(good, 'Opaque'))],
    ['fail', /Secret\/edge-tls: it does not exist/, cluster(mine, { secrets: [] })],
    ['inconclusive', /permission/, cluster(mine)],
    ['skip', /names no Secret/, cluster()],
  ])('%s %s', async (outcome, reason, objects) => {
    expect(await found(tlsSecret, objects)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });

  test('never tells the key', async () => {
    const answer = JSON.stringify(
      await found(tlsSecret, cluster(mine, secret({ ...good, certificate: 'x' }))),
    );
    expect(answer).not.toContain(good.key.slice(40, 60));
  });
});
