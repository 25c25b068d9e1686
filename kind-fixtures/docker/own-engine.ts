import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressesOf, chooseSlot } from '../clusters/local/addresses.ts';
import { startCapsule, writeCapsuleSpec } from '../clusters/local/capsule.ts';
import type { Layout } from '../clusters/local/layout.ts';
import { cgroupOf } from '../clusters/local/node-config.ts';
import { findProgram, installPackages } from '../clusters/local/packages.ts';
import { until } from '../clusters/until.ts';
import { buildPrograms } from '../toolchain/build.ts';
import { FixtureError } from '../toolchain/fixture-error.ts';
import { answers } from './answers.ts';
import { claimState, engineLayout, removeLeftovers } from './engine-state.ts';
import { guardEngine } from './guard.ts';

/** A Docker engine that runs for this process only, in a capsule as the local cluster's node does. */
export interface OwnEngine extends AsyncDisposable {
  /** `unix:///PATH`. */
  readonly host: string;
  /** The address where the ports of its containers are published. */
  readonly address: string;
}

const readyWithinMs = 30_000;

/**
 * Starts Debian's Docker engine, installing its package where it is missing. Its
 * network, mounts, processes and cgroups are its own: ending it leaves nothing.
 * @throws FixtureError (`unavailable`) when the package cannot be had or the engine does not start.
 */
export async function startOwnEngine(): Promise<OwnEngine> {
  const dockerd = await ensureEngineProgram();
  const { capsule } = await buildPrograms(['capsule']);
  await removeLeftovers();
  const layout = engineLayout(`docker-${process.pid}`);
  await using stack = new AsyncDisposableStack();
  stack.use(guardEngine(layout.name));
  await claimState(layout);
  const addresses = addressesOf(await chooseSlot());
  const host = `unix://${join(layout.state, 'docker.sock')}`;
  const config = join(layout.state, 'daemon.json');
  await writeFile(config, JSON.stringify(daemonConfig(layout, host), null, 2));
  await writeCapsuleSpec(layout, layout.name, addresses, [
    // The engine looks for containerd, runc and iptables where PATH says, which need not name them.
    {
      name: 'dockerd',
      argv: ['/usr/bin/env', `PATH=${programFolders}`, dockerd, '--config-file', config],
    },
  ]);
  await startCapsule(capsule, layout);
  const ready = async () => (await answers(host)) || undefined;
  await until('Our own Docker engine did not answer', ready, { timeoutMs: readyWithinMs }).catch(
    async (error: unknown) => {
      const said = await lastWords(layout);
      throw new FixtureError('unavailable', `${(error as Error).message}; it said last: ${said}`, {
        cause: error,
      });
    },
  );
  const owned = stack.move();
  return { host, address: addresses.nodeAddress, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const programFolders = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

async function ensureEngineProgram(): Promise<string> {
  const there = await findProgram('dockerd');
  if (there !== undefined) return there;
  await installPackages(['docker.io']);
  const installed = await findProgram('dockerd');
  if (installed === undefined) {
    throw new FixtureError('unavailable', "Debian's package docker.io was installed, but has no dockerd.");
  }
  return installed;
}

/** All settings are in this file, so that those of the machine's engine (`/etc/docker`) never count. */
function daemonConfig(layout: Layout, host: string): object {
  return {
    hosts: [host],
    group: 'root',
    'data-root': join(layout.state, 'data'),
    // Of the capsule: `/run` is its own.
    'exec-root': '/run/docker',
    pidfile: '/run/docker.pid',
    'cgroup-parent': `/${cgroupOf(layout.name)}`,
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
  };
}

async function lastWords(layout: Layout): Promise<string> {
  const log = await readFile(join(layout.logs, 'dockerd.log'), 'utf8').catch(() => '');
  return log.trim().split('\n').at(-1) || 'nothing';
}
