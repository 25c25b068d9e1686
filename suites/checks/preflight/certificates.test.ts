import { expect, test } from 'vitest';
import { certificates } from './certificates.ts';
import { asked, now } from './testing.ts';

/** Self-signed for api.cartesia.example; ends on 2026-06-20. */
const pem = `-----BEGIN CERTIFICATE-----
MIIBJDCBzAIBATAKBggqhkjOPQQDAjAfMR0wGwYDVQQDDBRhcGkuY2FydGVzaWEu
ZXhhbXBsZTAeFw0yNjAxMDEwMDAwMDBaFw0yNjA2MjAxMjAwMDBaMB8xHTAbBgNV
BAMMFGFwaS5jYXJ0ZXNpYS5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAEUSEI5YtTrW0hh7k3fiyBVRSHDLlfxUXh0GazSHh91WxAgIr5bgGmVEeNBXWv
IMWK4YLM5S6afuw5erEMkdhPmjAKBggqhkjOPQQDAgNHADBEAiBaDODbfb3mAi9g
zqahDVyNJzVgLBgpfBwsE5UFC1OmOAIgHg9G78nUuHx5jXbhoh2aYn6JtKNDLG0T
Pv7fyyaYm1w=
-----END CERTIFICATE-----`;
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();
const ingress = (secretName: string) => ({ metadata: { name: 'api' }, spec: { tls: [{ secretName }] } });
const secret = (text: string) => ({ data: { 'tls.crt': Buffer.from(text).toString('base64') } });
const served = (text: string | null) => ({
  lists: { ingresses: [ingress('tls')] },
  objects: text === null ? {} : { 'secrets/tls': secret(text) },
});
const managed = (status: object) => ({
  lists: { managedcertificates: [{ metadata: { name: 'm' }, status }] },
});
const manager = (status: object) => ({
  lists: {
    certificates: [{ metadata: { name: 'c' }, spec: { secretName: 'tls' }, status }],
    ingresses: [ingress('tls')],
  },
});
const ready = [{ type: 'Ready', status: 'True' }];

test.each([
  ['a Secret that ends in 10 days', served(pem), 'fail', 'Secret/tls of Ingress/api ends in 10 days'],
  [
    'the same, seen a month earlier',
    { ...served(pem), now: now - 30 * 86_400_000 },
    'pass',
    '1 certificates',
  ],
  ['the same, seen a month later', { ...served(pem), now: now + 30 * 86_400_000 }, 'fail', 'expired'],
  ['a Secret that is missing', served(null), 'fail', 'is not there'],
  ['a Secret without a certificate', served('nothing'), 'fail', 'holds no certificate'],
  ['Secrets may not be read', { ...served(pem), forbidden: ['secrets'] }, 'inconclusive', 'no permission'],
  ['cert-manager, long valid', manager({ conditions: ready, notAfter: inDays(60) }), 'pass', ''],
  [
    'cert-manager, short-lived and not due',
    manager({ conditions: ready, notAfter: inDays(5), renewalTime: inDays(3) }),
    'pass',
    '',
  ],
  [
    'cert-manager, renewal overdue',
    manager({ conditions: ready, notAfter: inDays(5), renewalTime: inDays(-1) }),
    'fail',
    'ends in 5 days',
  ],
  [
    'cert-manager, not Ready',
    manager({ conditions: [{ type: 'Ready', status: 'False', message: 'refused' }] }),
    'fail',
    'refused',
  ],
  ['managed, long valid', managed({ certificateStatus: 'Active', expireTime: inDays(60) }), 'pass', ''],
  [
    'managed, soon over',
    managed({ certificateStatus: 'Active', expireTime: inDays(3) }),
    'fail',
    'ends in 3 days',
  ],
  [
    'managed, renewal failed',
    managed({ certificateStatus: 'RenewalFailed', expireTime: inDays(60) }),
    'fail',
    'RenewalFailed',
  ],
  ['managed, not issued yet', managed({ certificateStatus: 'Provisioning' }), 'skip', ''],
  ['managed, and it does not tell', managed({ certificateStatus: 'Active' }), 'inconclusive', ''],
  ['none', {}, 'skip', ''],
])('preflight.certificates: %s', async (_, world, outcome, reason) => {
  expect(await asked(certificates, world)).toMatchObject({
    outcome,
    reason: expect.stringContaining(reason),
  });
});
