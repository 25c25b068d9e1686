import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../../until.ts';

const run = promisify(execFile);

/** A containerd of somebody else, on the machine itself. */
export interface ForeignContainerd extends AsyncDisposable {
  readonly pid: number;
  /** Its folder, which this fixture owns. */
  readonly folder: string;
  /** What it holds: its namespaces, images and state folders. Fails when it does not answer. */
  describe(): Promise<string>;
}

/** Starts a containerd with its own root, state and socket, and a namespace in it. */
export async function startForeignContainerd(): Promise<ForeignContainerd> {
  const folder = await mkdtemp(join(tmpdir(), 'foreign-'));
  const socket = join(folder, 'c.sock');
  const config = join(folder, 'config.toml');
  await writeFile(
    config,
    `version = 2\nroot = "${folder}/root"\nstate = "${folder}/state"\ndisabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]\n[grpc]\n  address = "${socket}"\n`,
  );
  const child = spawn('containerd', ['--config', config], { stdio: 'ignore' });
  const ctr = async (...args: string[]) => (await run('ctr', ['--address', socket, ...args])).stdout;
  await until('the foreign containerd did not start', () => ctr('version').then(() => true), {
    timeoutMs: 20_000,
  });
  await ctr('namespaces', 'create', 'theirs');
  return {
    pid: child.pid!,
    folder,
    describe: async () =>
      [
        await ctr('namespaces', 'list'),
        await ctr('--namespace', 'k8s.io', 'images', 'list'),
        ...(await readdir(join(folder, 'state'))).sort(),
      ].join('\n'),
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
