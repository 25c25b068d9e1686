import { readFile } from 'node:fs/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { deployCertManager } from '../../../kind-fixtures/ecosystem/cert-manager.ts';
import { ClusterObjects, type Manifest } from '../../../kind-fixtures/ecosystem/cluster-objects.ts';
import { writeManagedCertificate } from '../../../kind-fixtures/ecosystem/gke-certificate.ts';
import { changeObjects } from '../../../kind-fixtures/faults/change-objects.ts';
import { managedCertificateProvisioning } from '../../../kind-fixtures/faults/kubernetes/managed-certificate-provisioning.ts';
import type { AnyCheck } from '../../check.ts';
import { ApiReader } from '../../probes/kubernetes/api-reader.ts';
import { subjectOf } from '../../testing/plans.ts';
import { certManagerCertificate } from './cert-manager-certificate.ts';
import { gkeManagedCertificate } from './gke-managed-certificate.ts';
import { found, host } from './testing/context.ts';

/** A real cert-manager; and GKE's object with the status that Google's controller would write. */
const namespace = 'e-certificates';
const stack = new AsyncDisposableStack();
let config: KubeConfig;
let objects: ClusterObjects;

const of = (apiVersion: string, kind: string, name: string, more: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace, labels: { 'app.kubernetes.io/instance': 'edge' } },
  ...more,
});

beforeAll(async () => {
  const cluster = await sharedCluster();
  config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  stack.use(await deployCertManager(cluster, { namespace }));
  objects = stack.use(await ClusterObjects.open(cluster.kubeconfig));
  const definition = new URL(
    '../../../kind-fixtures/platforms/crds/managedcertificates.yaml',
    import.meta.url,
  );
  await objects.define([parse(await readFile(definition, 'utf8'))]);
  const service = { name: 'api', port: { number: 80 } };
  const ingress = of('networking.k8s.io/v1', 'Ingress', 'edge', {
    spec: {
      tls: [{ hosts: [host], secretName: 'edge-tls' }],
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } }],
    },
  });
  const annotations = { 'networking.gke.io/managed-certificates': 'ssl' };
  await objects.apply([{ ...ingress, metadata: { ...ingress.metadata, annotations } }]);
});
afterAll(() => stack.disposeAsync());

const becomes = (check: AnyCheck, outcome: string, reason: RegExp) =>
  vi.waitFor(
    async () => {
      const over = {
        kubernetes: new ApiReader(config, namespace),
        subject: subjectOf({ namespace, release: 'edge' }),
        now: Date.now(),
      };
      const answer = { outcome, reason: expect.stringMatching(reason) };
      expect(await found(check, {}, over)).toMatchObject(answer);
    },
    { timeout: 60_000, interval: 500 },
  );

test("cert-manager's Certificate: Ready passes, one of an issuer that is not there fails", async () => {
  const certificate = (issuer: string) =>
    of('cert-manager.io/v1', 'Certificate', 'edge', {
      spec: {
        secretName: 'edge-tls',
        dnsNames: [host],
        duration: '2h',
        issuerRef: { name: issuer, kind: 'Issuer' },
      },
    });
  await objects.apply([
    of('cert-manager.io/v1', 'Issuer', 'own', { spec: { selfSigned: {} } }),
    certificate('nobody'),
  ]);
  await becomes(certManagerCertificate, 'fail', /Certificate\/edge: Ready is False: DoesNotExist/);
  await objects.apply([certificate('own')]);
  await becomes(certManagerCertificate, 'pass', /1 of 1 Certificates are Ready/);
});

test("GKE's ManagedCertificate: Active passes; provisioning fails, and so does none", async () => {
  await becomes(gkeManagedCertificate, 'fail', /ManagedCertificate\/ssl: it does not exist/);
  await writeManagedCertificate(objects, { namespace, name: 'ssl', domains: [host] });
  await becomes(gkeManagedCertificate, 'pass', /Active/);
  {
    await using _ = await changeObjects(config, namespace, managedCertificateProvisioning.objects ?? []);
    await becomes(gkeManagedCertificate, 'fail', /Provisioning, .* is FailedNotVisible/);
  }
  await becomes(gkeManagedCertificate, 'pass', /Active/);
});
