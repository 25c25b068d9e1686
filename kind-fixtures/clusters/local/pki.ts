import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { FixtureError } from '../../toolchain/fixture-error.ts';
import type { Addresses } from './addresses.ts';
import type { Layout } from './layout.ts';

/** What the cluster's certificates are, as the `pki` program wants it. */
export function pkiRequest(layout: Layout, node: string, addresses: Addresses): object {
  const client = (name: string, commonName: string, ...organization: string[]) => ({
    name,
    authority: 'ca',
    commonName,
    organization,
  });
  const local = ['127.0.0.1', 'localhost', addresses.nodeAddress, node];
  const service = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
  return {
    folder: layout.pki,
    authorities: ['ca', 'front-proxy-ca'],
    keyPairs: ['service-accounts'],
    leaves: [
      client('admin', 'seatrial-admin', 'system:masters'),
      client('apiserver-kubelet', 'kube-apiserver-kubelet-client', 'system:masters'),
      client('kube-controller-manager', 'system:kube-controller-manager'),
      client('kube-scheduler', 'system:kube-scheduler'),
      client('kube-proxy', 'system:kube-proxy'),
      client('kubelet', `system:node:${node}`, 'system:nodes'),
      { ...client('front-proxy', 'front-proxy-client'), authority: 'front-proxy-ca' },
      {
        ...client('apiserver', 'kube-apiserver'),
        hosts: [...local, ...service, 'kubernetes.default.svc.cluster.local', addresses.apiService],
      },
      { ...client('kubelet-server', `system:node:${node}`, 'system:nodes'), hosts: local },
    ],
  };
}

export async function issueCertificates(program: string, layout: Layout, request: object): Promise<void> {
  await mkdir(layout.pki, { recursive: true, mode: 0o700 });
  const child = spawn(program, { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.end(JSON.stringify(request));
  const [complaint, status] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  ]);
  if (status !== 0) {
    throw new FixtureError('internal', `The cluster's certificates could not be made: ${complaint.trim()}`);
  }
}
