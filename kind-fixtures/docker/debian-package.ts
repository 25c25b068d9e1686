import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FixtureError } from '../toolchain/fixture-error.ts';
import { cacheFolder } from '../toolchain/folders.ts';

const run = promisify(execFile);

/** A package's files in the cache. */
export interface UnpackedPackage {
  /** The folder that stands for `/`. */
  readonly root: string;
  readonly version: string;
}

/**
 * The files of a Debian package, fetched once and unpacked into the cache: it is
 * not installed, none of its scripts run, and its dependencies stay where they are.
 * @throws FixtureError (`unavailable`) where the package cannot be had.
 */
export async function unpackDebianPackage(
  name: string,
  options: { readonly cache?: string } = {},
): Promise<UnpackedPackage> {
  const folder = join(options.cache ?? cacheFolder(), 'debian', name);
  await mkdir(folder, { recursive: true });
  const known = (await readdir(folder)).filter((entry) => !entry.startsWith('.')).sort();
  const newest = known.at(-1);
  if (newest !== undefined) return { root: join(folder, newest), version: newest };
  const work = await mkdtemp(join(folder, '.new-'));
  try {
    const file = await download(name, work);
    const root = join(work, 'root');
    await run('dpkg-deb', ['--extract', join(work, file), root]);
    const { stdout } = await run('dpkg-deb', ['--field', join(work, file), 'Version']);
    const version = stdout.trim();
    await rename(root, join(folder, version));
    return { root: join(folder, version), version };
  } catch (error) {
    throw new FixtureError(
      'unavailable',
      `Debian's package ${name} could not be fetched; see that \`apt-get download ${name}\` works here and try again.`,
      { cause: error },
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(name: string, cwd: string): Promise<string> {
  await run('apt-get', ['download', name], { cwd }).catch(async () => {
    // The usual reason is that the lists of packages are missing or old.
    await run('apt-get', ['update']);
    await run('apt-get', ['download', name], { cwd });
  });
  const file = (await readdir(cwd)).find((entry) => entry.endsWith('.deb'));
  if (file === undefined) throw new Error('apt-get download wrote no file');
  return file;
}
