import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tearDown } from '../clusters/local/down.ts';
import { type Layout, layoutOf } from '../clusters/local/layout.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from '../clusters/local/process-identity.ts';

const stateRoot = '/var/lib/seatrial-docker';
const ownerFile = (layout: Layout): string => join(layout.state, 'owner.json');

/** Where everything of the engine of that name lies. */
export const engineLayout = (name: string): Layout => layoutOf(name, stateRoot);

/** Makes the state folder and notes that this process is its owner. */
export async function claimState(layout: Layout): Promise<void> {
  await mkdir(layout.state, { recursive: true });
  await writeFile(ownerFile(layout), JSON.stringify(await identifyProcess(process.pid)));
}

/** Ends the engine and removes everything it made, however far its start got. */
export async function removeEngine(layout: Layout): Promise<void> {
  await tearDown(layout);
  const others = await readdir(stateRoot).catch(() => ['']);
  // Another process may be making its state folder right now.
  if (others.length === 0) await rmdir(stateRoot).catch(() => {});
}

/** Removes engines whose owner has ended, as after a power cut. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(stateRoot).catch(() => [])) {
    const layout = engineLayout(name);
    const owner = await readFile(ownerFile(layout), 'utf8').then(
      (text) => JSON.parse(text) as ProcessIdentity,
      () => undefined,
    );
    if (owner !== undefined && !(await isRunning(owner))) await removeEngine(layout);
  }
}
