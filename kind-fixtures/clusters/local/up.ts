import { assembleProgramImages } from '../../images/program-images.ts';
import { buildPrograms } from '../../toolchain/build.ts';
import { ClusterApi } from '../api.ts';
import type { ClusterEvent, UpOptions, UpResult } from '../cluster.ts';
import { giveGpus } from '../gpus.ts';
import { until } from '../until.ts';
import { startCapsule } from './capsule.ts';
import { builtComponents } from './components.ts';
import { applyCoreDns } from './core-dns.ts';
import { copyImageStore, ensureImageStore } from './image-store.ts';
import { contextOf } from './kubeconfig.ts';
import type { Layout } from './layout.ts';
import { ensurePackages } from './packages.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';
import { apiIsReady, dnsAnswers, nodeIsReady } from './ready.ts';
import { writeRecord } from './record.ts';
import { applyStorageClass } from './storage-class.ts';

const patienceMs = 60_000;

type Tell = (step: ClusterEvent['step'], detail: string, more?: Partial<ClusterEvent>) => void;

/** What the steps of one way up share. */
interface Way {
  readonly layout: Layout;
  readonly signal: AbortSignal | undefined;
  readonly tell: Tell;
  /** Notes that a step is over. */
  readonly done: (step: string) => void;
}

/** Brings up a cluster where none is; the caller has seen to what an earlier one left. */
export async function bringUp(layout: Layout, options: UpOptions): Promise<UpResult> {
  const { signal } = options;
  const startedAt = performance.now();
  const phases: Record<string, number> = {};
  const way: Way = {
    layout,
    signal,
    tell: (step, detail, more) => options.onEvent?.({ step, detail, ...more }),
    done: (step) => {
      phases[step] = Math.round(performance.now() - startedAt);
    },
  };
  const parts = await ensurePackages((names) => way.tell('packages', `installing ${names.join(', ')}`));
  way.done('packages');
  const binaries = await buildPrograms([...builtComponents, 'capsule', 'pki', 'pause', 'coredns'], {
    ...(signal === undefined ? {} : { signal }),
    onProgress: (progress) => way.tell('programs', progress.detail, progress),
  });
  way.done('programs');
  const system = await assembleProgramImages(['pause', 'coredns']);
  const archives = [...Object.values(system).map(({ path }) => path), ...(options.images ?? [])];
  way.tell('images', `${archives.length} archives`);
  const store = await ensureImageStore(parts, archives, signal);
  way.done('images');
  signal?.throwIfAborted();

  const prepared = await prepare(layout, binaries, parts, options);
  await copyImageStore(store, layout.containerdRoot);
  way.done('prepare');
  way.tell('start', builtComponents.join(', '));
  await startCapsule(binaries.capsule, layout);
  way.done('start');
  await settle(way, prepared);
  await writeRecord(layout, { ...prepared.record, phase: 'ready' });
  return {
    name: layout.name,
    kubeconfig: layout.kubeconfig,
    context: contextOf(layout),
    server: prepared.addresses.apiServer,
    alreadyRunning: false,
    phases,
  };
}

async function settle(way: Way, { record, addresses }: Prepared): Promise<void> {
  const waiting = { timeoutMs: patienceMs, signal: way.signal };
  await using api = await ClusterApi.fromKubeconfig(way.layout.kubeconfig);
  way.tell('api', `waiting for ${addresses.apiServer}`);
  await until('The Kubernetes API did not become ready', () => apiIsReady(api), waiting);
  way.done('api');
  const applied = () =>
    Promise.all([applyCoreDns(api, addresses.dnsService), applyStorageClass(api)]).then(() => true);
  await until('CoreDNS could not be applied', applied, waiting);
  way.tell('node', `waiting for ${record.node} to be Ready`);
  await until('The node did not become Ready', () => nodeIsReady(api, record.node), waiting);
  way.done('node');
  if (record.gpus.count > 0) way.tell('gpus', `${record.gpus.count} × ${record.gpus.product}`);
  await giveGpus(api, record.node, record.gpus);
  way.done('gpus');
  way.tell('dns', 'waiting for CoreDNS to answer');
  await until('CoreDNS did not answer', () => dnsAnswers(addresses.dnsService), waiting);
  way.done('dns');
}
