import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FixtureError } from '../../toolchain/fixture-error.ts';
import { requireSpace } from '../../toolchain/space.ts';
import type { UpOptions } from '../cluster.ts';
import { defaultGpus } from '../gpus.ts';
import type { Addresses } from './addresses.ts';
import { addressesOf, chooseSlot } from './addresses.ts';
import { writeCapsuleSpec } from './capsule.ts';
import type { builtComponents } from './components.ts';
import { componentsOf } from './components.ts';
import { contextOf, writeKubeconfig } from './kubeconfig.ts';
import type { Layout } from './layout.ts';
import { stateRoot } from './layout.ts';
import { writeNodeConfig } from './node-config.ts';
import type { SystemParts } from './packages.ts';
import { issueCertificates, pkiRequest } from './pki.ts';
import { identifyProcess } from './process-identity.ts';
import type { ClusterRecord } from './record.ts';
import { writeRecord } from './record.ts';

export type LocalBinaries = Readonly<Record<(typeof builtComponents)[number] | 'capsule' | 'pki', string>>;

export interface Prepared {
  readonly record: ClusterRecord;
  readonly addresses: Addresses;
}

/** Images, logs and etcd of a cluster that runs an afternoon. */
const stateBytes = 2e9;

const clients = ['kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'];

/** Writes the state folder: record, certificates, kubeconfigs, configuration. Starts nothing. */
export async function prepare(
  layout: Layout,
  binaries: LocalBinaries,
  parts: SystemParts,
  options: UpOptions,
): Promise<Prepared> {
  await claim(layout);
  const slot = await chooseSlot(layout.name);
  const addresses = addressesOf(slot);
  const node = layout.name;
  const record: ClusterRecord = {
    name: layout.name,
    node,
    slot,
    phase: 'starting',
    starter: (await identifyProcess(process.pid))!,
    gpus: options.gpus ?? defaultGpus,
    startedAt: new Date().toISOString(),
  };
  await writeRecord(layout, record);
  await mkdir(layout.config);
  const components = componentsOf(layout, node, addresses, binaries, parts.containerd);
  await Promise.all([
    issueCertificates(binaries.pki, layout, pkiRequest(layout, node, addresses)),
    writeNodeConfig(layout, addresses, parts.cniFolder),
    writeCapsuleSpec(layout, node, addresses, components),
  ]);
  const target = { context: contextOf(layout), server: addresses.apiServer };
  await Promise.all([
    writeKubeconfig(layout.kubeconfig, layout, { ...target, certificate: 'admin' }),
    ...clients.map((certificate) =>
      writeKubeconfig(join(layout.config, `${certificate}.kubeconfig`), layout, { ...target, certificate }),
    ),
  ]);
  return { record, addresses };
}

/** Making the folder is the lock: of two that try at once, one fails. */
async function claim(layout: Layout): Promise<void> {
  await requireSpace(stateRoot, stateBytes, 'A local cluster');
  await mkdir(layout.state, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new FixtureError(
      'unavailable',
      error.code === 'EEXIST'
        ? `The cluster ${layout.name} is being brought up by another process; wait for it.`
        : `The state folder ${layout.state} cannot be made: ${error.message}.`,
      { cause: error },
    );
  });
}
