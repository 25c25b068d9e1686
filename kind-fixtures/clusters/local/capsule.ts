import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { FixtureError } from '../../toolchain/fixture-error.ts';
import type { Addresses } from './addresses.ts';
import type { Component } from './components.ts';
import type { Layout } from './layout.ts';
import { cgroupOf } from './node-config.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { isRunning } from './process-identity.ts';

const run = promisify(execFile);

/** The folders that are the node's own, though its programs name the machine's. */
const ownFolders = ['/run', '/tmp', '/var/log', '/var/lib'];

/** Writes what the capsule is to start and the folders it needs. */
export async function writeCapsuleSpec(
  layout: Layout,
  node: string,
  addresses: Addresses,
  components: readonly Component[],
): Promise<void> {
  const folders = ownFolders.map((folder) => join(layout.root, folder));
  const shown = [layout.state, ...hiddenProgramFolders(components)];
  const shownInside = shown.map((folder) => ({ from: folder, to: join(layout.root, folder) }));
  const made = [...folders, ...shownInside.map(({ to }) => to), layout.logs];
  for (const folder of made) await mkdir(folder, { recursive: true });
  const spec = {
    state: layout.state,
    hostname: node,
    cgroup: cgroupOf(layout.name),
    link: {
      hostName: addresses.hostLink,
      hostAddress: addresses.hostAddress,
      nodeAddress: `${addresses.nodeAddress}/30`,
      routes: [addresses.podNetwork, addresses.serviceNetwork],
    },
    binds: [
      // The state and the programs stay where they are, though they lie under a folder that is replaced.
      ...shownInside,
      ...ownFolders.map((folder) => ({ from: join(layout.root, folder), to: folder })),
    ],
    components,
  };
  await writeFile(layout.spec, JSON.stringify(spec, null, 2));
}

/** Folders of programs that the node's own folders would hide: a cache under `/tmp`, say. */
function hiddenProgramFolders(components: readonly Component[]): string[] {
  const folders = components.map(({ argv }) => dirname(argv[0]!));
  return [...new Set(folders)].filter((folder) => ownFolders.some((own) => folder.startsWith(`${own}/`)));
}

/** Starts the node. The program is kept with the state, so that stopping never depends on a cache. */
export async function startCapsule(program: string, layout: Layout): Promise<void> {
  await copyFile(program, layout.capsule);
  await call('start', layout, "The node's programs could not be started");
}

/** Ends every process of the node and removes its network and cgroups. */
export async function stopCapsule(layout: Layout): Promise<void> {
  await call('stop', layout, 'The node could not be stopped');
}

async function call(command: string, layout: Layout, otherwise: string): Promise<void> {
  try {
    await run(layout.capsule, [command, layout.spec]);
  } catch (error) {
    const complaint = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    throw new FixtureError('unavailable', `${otherwise}: ${complaint} (logs in ${layout.logs}).`, {
      cause: error,
    });
  }
}

/** What the capsule says of each of its programs. */
export interface ComponentState {
  readonly pid: number;
  readonly restarts: number;
  readonly lastExit?: string;
}

export async function componentStates(layout: Layout): Promise<Record<string, ComponentState>> {
  return readFile(layout.components, 'utf8').then(
    (text) => JSON.parse(text) as Record<string, ComponentState>,
    () => ({}),
  );
}

/** Whether the capsule's first process still lives. */
export async function isCapsuleAlive(layout: Layout): Promise<boolean> {
  const text = await readFile(join(layout.state, 'capsule.json'), 'utf8').catch(() => undefined);
  return text !== undefined && isRunning(JSON.parse(text) as ProcessIdentity);
}
