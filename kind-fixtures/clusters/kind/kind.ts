import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { attempt, FixtureError } from '../../toolchain/fixture-error.ts';
import { ClusterApi } from '../api.ts';
import type { ClusterAccess, ClusterProvider, ClusterStatus, UpOptions, UpResult } from '../cluster.ts';
import { defaultGpus, giveGpus } from '../gpus.ts';
import { kindArguments, kindConfig } from './kind-config.ts';
import { kindBinary, runKind, usable } from './kind-process.ts';

/** kind in Docker, for machines that have Docker and an image registry. */
export function kindCluster(name = 'seatrial'): ClusterProvider {
  const folder = stateFolder(name);
  const kubeconfig = join(folder, 'kubeconfig');
  const remove = async () => {
    await runKind(kindArguments.remove(name, kubeconfig));
    await rm(folder, { recursive: true, force: true });
  };
  const access = async (): Promise<ClusterAccess> => {
    if (!(await exists(name)) || !(await stat(kubeconfig).then(Boolean, () => false))) {
      throw new FixtureError(
        'unavailable',
        `No kind cluster ${name} of ours is running: bring it up with \`seatrial cluster up --cluster kind\`.`,
      );
    }
    const config = parse(await readFile(kubeconfig, 'utf8'));
    return { name, kubeconfig, context: `kind-${name}`, server: config.clusters[0].cluster.server };
  };
  return {
    name: 'kind',
    title: 'kind in Docker',
    usable,
    up: (options = {}) =>
      attempt(async () => {
        try {
          return await up(name, folder, kubeconfig, access, options);
        } catch (error) {
          if (!options.signal?.aborted) throw error;
          await remove();
          throw new FixtureError('unavailable', 'Stopped on request; nothing is left of the cluster.', {
            cause: error,
          });
        }
      }),
    down: ({ onEvent } = {}) =>
      attempt(async () => {
        await requireDocker();
        onEvent?.({ step: 'stop', detail: name });
        await remove();
        return `The kind cluster ${name} is gone.`;
      }),
    status: () => attempt(async () => status(name, (await exists(name)) ? await access() : undefined)),
    kubeconfig: () => attempt(access),
    logs: () =>
      attempt(async () => {
        await access();
        const logs = join(folder, 'logs');
        await runKind(kindArguments.logs(name, logs));
        const files = (await readdir(logs, { recursive: true })).filter((file) => file.endsWith('.log'));
        return Object.fromEntries(files.map((file) => [file, join(logs, file)]));
      }),
    loadImage: (archive) =>
      attempt(async () => {
        await access();
        await runKind(kindArguments.load(name, archive));
        return archive;
      }),
  };
}

function stateFolder(name: string): string {
  const base = process.env.XDG_STATE_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.local/state'), 'seatrial', 'kind', name);
}

/** kind's own complaint about an absent Docker is a page long. */
async function requireDocker(): Promise<void> {
  const docker = await usable();
  if (!docker.ok) throw new FixtureError(docker.code, docker.reason);
}

async function exists(name: string): Promise<boolean> {
  await requireDocker();
  const listed = await runKind(kindArguments.list());
  return listed.split('\n').includes(name);
}

async function status(name: string, access: ClusterAccess | undefined): Promise<ClusterStatus> {
  if (access === undefined)
    return { state: 'absent', summary: `no kind cluster ${name} is running`, parts: [] };
  return { state: 'running', summary: `kind cluster ${name} at ${access.server}`, parts: [], access };
}

async function up(
  name: string,
  folder: string,
  kubeconfig: string,
  access: () => Promise<ClusterAccess>,
  options: UpOptions,
): Promise<UpResult> {
  const startedAt = performance.now();
  const phases: Record<string, number> = {};
  await requireDocker();
  await kindBinary(options);
  const load = async () => {
    for (const archive of options.images ?? []) await runKind(kindArguments.load(name, archive));
  };
  if (await exists(name)) {
    await load();
    return { ...(await access()), alreadyRunning: true, phases };
  }
  phases.programs = Math.round(performance.now() - startedAt);
  const gpus = options.gpus ?? defaultGpus;
  const config = join(folder, 'kind.yaml');
  await mkdir(folder, { recursive: true });
  await writeFile(config, kindConfig(gpus));
  options.onEvent?.({ step: 'start', detail: `kind create cluster --name ${name}` });
  await runKind(kindArguments.create(name, config, kubeconfig), {
    signal: options.signal,
    onLine: (line) => options.onEvent?.({ step: 'start', detail: line.trim() }),
  });
  phases.start = Math.round(performance.now() - startedAt);
  await using api = await ClusterApi.fromKubeconfig(kubeconfig);
  await giveGpus(api, `${name}-control-plane`, gpus);
  phases.gpus = Math.round(performance.now() - startedAt);
  await load();
  phases.images = Math.round(performance.now() - startedAt);
  return { ...(await access()), alreadyRunning: false, phases };
}
