import { expect, test } from 'vitest';
import { licenseAndEgress } from '../../checks/preflight/license-and-egress.ts';
import { asked, targetOf } from '../../checks/preflight/testing.ts';
import { noSettings } from '../../settings.ts';
import { license } from './license.ts';

const check = licenseAndEgress(license);
const proxy = {
  metadata: { name: 'x-license-proxy', namespace: 'n' },
  spec: { clusterIP: '10.0.0.9', ports: [{ port: 8080 }] },
};
const answering = (status: number) => ({
  lists: { services: [proxy, { metadata: { name: 'x-api-server' } }] },
  http: {
    request: async (url: string) => ({
      status: url === 'http://10.0.0.9:8080/audit' ? status : 599,
      headers: {},
      body: Buffer.of(),
      cut: false,
    }),
  },
});
const posture = (posture: 'connected' | 'air-gapped', values: Record<string, unknown>) => ({
  settings: { ...noSettings, posture },
  target: targetOf([], { values }),
});
const sealed = { infra: { authenticate: false }, licenseProxy: { persistence: { enabled: true } } };

test.each([
  ['the proxy answers', answering(200), 'pass', 'answers 200'],
  ['the proxy is not well', answering(503), 'fail', 'answers 503'],
  ['connected, and it asks', posture('connected', {}), 'pass', ''],
  ['connected, and it does not ask', posture('connected', sealed), 'fail', 'infra.authenticate is false'],
  ['air-gapped, and it keeps its license', posture('air-gapped', sealed), 'pass', ''],
  ['air-gapped, and it would call out', posture('air-gapped', {}), 'fail', 'would call out'],
  [
    'air-gapped, and values are not known',
    { settings: { ...noSettings, posture: 'air-gapped' } },
    'inconclusive',
    'not known',
  ],
  ['neither', {}, 'skip', 'posture is not given'],
])('preflight.license-and-egress: %s', async (_, world, outcome, reason) => {
  expect(await asked(check, world)).toMatchObject({ outcome, reason: expect.stringContaining(reason) });
});
