import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import { FixtureError } from '../../toolchain/fixture-error.ts';
import type { Layout } from './layout.ts';

const run = promisify(execFile);

/** Imports an image archive into the node's own containerd. Returns the names that containerd tells. */
export async function importImage(ctr: string, layout: Layout, archive: string): Promise<string> {
  await access(archive).catch(() => {
    throw new FixtureError('usage', `There is no image archive at ${archive}.`);
  });
  try {
    const args = ['--address', layout.containerdSocket, '--namespace', 'k8s.io', 'images', 'import', archive];
    const { stdout } = await run(ctr, args);
    const names = [...stdout.matchAll(/^unpacking (\S+)/gm)].map((match) => match[1]);
    return names.join(', ') || archive;
  } catch (error) {
    const complaint = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    throw new FixtureError('unavailable', `The image ${archive} could not be loaded: ${complaint}`, {
      cause: error,
    });
  }
}
