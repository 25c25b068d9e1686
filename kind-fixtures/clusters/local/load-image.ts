import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import { archiveIndex } from '../../images/archive-index.ts';
import { FixtureError } from '../../toolchain/fixture-error.ts';

const run = promisify(execFile);
const timeoutMs = 300_000;

/**
 * Imports an image archive into the containerd at this socket, unless it is
 * there already. Returns the names of the images.
 */
export async function importImage(ctr: string, socket: string, archive: string): Promise<string> {
  await access(archive).catch(() => {
    throw new FixtureError('usage', `There is no image archive at ${archive}.`);
  });
  const images = ['--address', socket, '--namespace', 'k8s.io', 'images'];
  try {
    const inside = await archiveIndex(archive);
    if (inside.length > 0) {
      const { stdout } = await run(ctr, [...images, 'list', ...inside.map(({ name }) => `name==${name}`)]);
      const isThere = ({ name, digest }: { name: string; digest: string }) =>
        stdout.split('\n').some((line) => line.startsWith(`${name} `) && line.includes(digest));
      if (inside.every(isThere)) return inside.map(({ name }) => name).join(', ');
    }
    const { stdout } = await run(ctr, [...images, 'import', archive], { timeout: timeoutMs });
    const names = [...stdout.matchAll(/^unpacking (\S+)/gm)].map((match) => match[1]);
    return names.join(', ') || archive;
  } catch (error) {
    const complaint = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    throw new FixtureError('unavailable', `The image ${archive} could not be loaded: ${complaint}`, {
      cause: error,
    });
  }
}
