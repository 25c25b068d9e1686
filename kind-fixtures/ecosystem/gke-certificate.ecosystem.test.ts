import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { sharedCluster } from '../clusters/shared.ts';
import { ClusterObjects } from './cluster-objects.ts';
import { writeManagedCertificate } from './gke-certificate.ts';

const namespace = 'eco-gke';
const definition = new URL('../platforms/crds/managedcertificates.yaml', import.meta.url);

test("a ManagedCertificate has the status that Google's controller would write", async () => {
  const { kubeconfig } = await sharedCluster();
  await using objects = await ClusterObjects.open(kubeconfig);
  await objects.namespace(namespace);
  await objects.define([parse(await readFile(definition, 'utf8'))]);
  const about = { namespace, name: 'boats', domains: ['boats.example'] };
  const read = () =>
    objects.read({
      apiVersion: 'networking.gke.io/v1',
      kind: 'ManagedCertificate',
      metadata: { name: 'boats', namespace },
    });
  await writeManagedCertificate(objects, { ...about, state: 'Provisioning' });
  expect((await read()).status).toEqual({
    certificateStatus: 'Provisioning',
    domainStatus: [{ domain: 'boats.example', status: 'Provisioning' }],
  });
  const expireTime = new Date('2030-01-01T00:00:00Z');
  await writeManagedCertificate(objects, { ...about, expireTime });
  expect((await read()).status).toMatchObject({
    certificateStatus: 'Active',
    expireTime: '2030-01-01T00:00:00.000Z',
  });
});
