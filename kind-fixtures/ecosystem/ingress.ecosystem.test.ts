import { connect } from 'node:tls';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../clusters/shared.ts';
import { until } from '../clusters/until.ts';
import { issueCertificates, tlsSecret } from './certificates.ts';
import { ClusterObjects, type EcosystemCluster, type Manifest } from './cluster-objects.ts';
import { type DeployedIngress, deployIngress } from './ingress.ts';

const namespace = 'eco-ingress';
const host = 'boats.example';
const stack = new AsyncDisposableStack();
let cluster: EcosystemCluster;
let objects: ClusterObjects;
let ingress: DeployedIngress;
let ca: string;

beforeAll(async () => {
  cluster = await sharedCluster();
  ingress = stack.use(await deployIngress(cluster, { namespace, className: 'eco' }));
  objects = stack.use(await ClusterObjects.open(cluster.kubeconfig));
  const authority = await issueCertificates('boats-ca', { server: { hosts: [host] } });
  ca = authority.ca;
  await objects.apply([tlsSecret('boats-tls', namespace, authority.issued.server), backend, route]);
});
afterAll(() => stack.disposeAsync());

/** The controller's own health page, which needs no pod besides. */
const backend: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'boats', namespace },
  spec: { selector: { 'app.kubernetes.io/name': 'traefik' }, ports: [{ port: 80, targetPort: 'ping' }] },
};
const route: Manifest = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'boats', namespace },
  spec: {
    ingressClassName: 'eco',
    tls: [{ hosts: [host], secretName: 'boats-tls' }],
    rules: [
      {
        host,
        http: {
          paths: [
            { path: '/', pathType: 'Prefix', backend: { service: { name: 'boats', port: { number: 80 } } } },
          ],
        },
      },
    ],
  },
};
const soon = { timeoutMs: 30_000, everyMs: 200 };

async function get(scheme: 'http' | 'https', path: string) {
  const dispatcher = new Agent({ connect: { ca, servername: host } });
  try {
    const { statusCode, headers, body } = await request(`${scheme}://${ingress.address}${path}`, {
      dispatcher,
      headers: { host },
    });
    return { status: statusCode, location: headers.location, text: await body.text() };
  } finally {
    await dispatcher.destroy();
  }
}

const handshake = (version: 'TLSv1.1' | 'TLSv1.2') =>
  new Promise<string>((resolve) => {
    const socket = connect({
      host: ingress.address,
      port: 443,
      servername: host,
      ca,
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    socket.once('secureConnect', () => resolve(socket.getProtocol() ?? ''));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('close', () => resolve('closed'));
    socket.once('secureConnect', () => socket.destroy());
  });

test('serves HTTPS with the certificate of the Secret, and says where', async () => {
  const answer = await until(
    'HTTPS is not served',
    async () => {
      const got = await get('https', '/ping');
      return got.status === 200 ? got : undefined;
    },
    soon,
  );
  expect(answer.text).toBe('OK');
  const { status } = await objects.read(route);
  expect(status.loadBalancer.ingress).toEqual([{ ip: ingress.address }]);
});

test('redirects HTTP, and speaks TLS 1.2 at least', async () => {
  expect(await get('http', '/ping')).toMatchObject({ status: 301, location: `https://${host}/ping` });
  expect(await handshake('TLSv1.2')).toBe('TLSv1.2');
  expect(await handshake('TLSv1.1')).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
});

test('deployed again in another way, it is the same one changed', async () => {
  const again = await deployIngress(cluster, { namespace, className: 'eco', redirect: false, minTls: '1.0' });
  expect(again.address).toBe(ingress.address);
  await until(
    'it redirects still',
    async () => ((await get('http', '/ping')).status === 200 ? true : undefined),
    soon,
  );
  expect(await handshake('TLSv1.1')).toBe('TLSv1.1');
});
