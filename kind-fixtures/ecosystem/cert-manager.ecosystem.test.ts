import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../clusters/shared.ts';
import { until } from '../clusters/until.ts';
import { deployCertManager } from './cert-manager.ts';
import { ClusterObjects, conditionOf, type Manifest } from './cluster-objects.ts';

const namespace = 'eco-certificates';
const of = (kind: string, name: string, spec: object): Manifest => ({
  apiVersion: 'cert-manager.io/v1',
  kind,
  metadata: { name, namespace },
  spec,
});
const certificate = (name: string, issuer: string): Manifest =>
  of('Certificate', name, {
    secretName: `${name}-tls`,
    dnsNames: ['boats.example'],
    duration: '2h',
    issuerRef: { name: issuer, kind: 'Issuer' },
  });

const stack = new AsyncDisposableStack();
let objects: ClusterObjects;

beforeAll(async () => {
  const cluster = await sharedCluster();
  stack.use(await deployCertManager(cluster, { namespace }));
  objects = stack.use(await ClusterObjects.open(cluster.kubeconfig));
});
afterAll(() => stack.disposeAsync());

test('a Certificate becomes Ready with its Secret, and one of no issuer does not', async () => {
  const [issued, orphan] = [certificate('boats', 'own'), certificate('orphan', 'nobody')];
  await objects.apply([of('Issuer', 'own', { selfSigned: {} }), issued, orphan]);
  const ready = async () => (conditionOf(await objects.read(issued), 'Ready') ? true : undefined);
  await until('the Certificate is not Ready', ready, { timeoutMs: 60_000, everyMs: 200 });
  const { data } = await objects.read({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'boats-tls', namespace },
  });
  const pem = new X509Certificate(Buffer.from(data['tls.crt'], 'base64'));
  expect(pem.subjectAltName).toBe('DNS:boats.example');
  const { status } = await objects.read(orphan);
  expect(status.conditions).toContainEqual(
    expect.objectContaining({ type: 'Ready', status: 'False', reason: 'DoesNotExist' }),
  );
});
