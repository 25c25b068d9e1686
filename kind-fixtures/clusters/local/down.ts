import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { FixtureError } from '../../toolchain/fixture-error.ts';
import { isCapsuleAlive, stopCapsule } from './capsule.ts';
import type { Layout } from './layout.ts';
import { stateRoot } from './layout.ts';
import { isRunning } from './process-identity.ts';
import { readRecord } from './record.ts';

const isThere = (path: string) => stat(path).then(Boolean, () => false);

/** Whether anything of this cluster is on the machine. */
export async function hasState(layout: Layout): Promise<boolean> {
  return isThere(layout.state);
}

/** The pid of another process that is bringing this cluster up right now. */
export async function otherStarter(layout: Layout): Promise<number | undefined> {
  const record = await readRecord(layout);
  if (record?.phase !== 'starting' || record.starter.pid === process.pid) return undefined;
  return (await isRunning(record.starter)) ? record.starter.pid : undefined;
}

/**
 * Ends all processes of the cluster and removes everything it made on the
 * machine. Works on any leftover, however far its way up got, and twice.
 */
export async function tearDown(layout: Layout): Promise<void> {
  if (!(await hasState(layout))) return;
  if ((await isThere(layout.spec)) && (await isThere(layout.capsule))) await stopCapsule(layout);
  if (await isCapsuleAlive(layout)) {
    throw new FixtureError('internal', `The node's processes could not be ended; see ${layout.logs}.`);
  }
  await rm(layout.state, { recursive: true, force: true });
  const others = await readdir(stateRoot).catch(() => ['']);
  if (others.length === 0) await rmdir(stateRoot);
}
