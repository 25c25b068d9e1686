import { execFile, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { archiveIndex } from '../../images/archive-index.ts';
import { FixtureError } from '../../toolchain/fixture-error.ts';
import { cacheFolder } from '../../toolchain/folders.ts';
import { forgetOld } from '../../toolchain/forget-old.ts';
import { until } from '../until.ts';
import { importImage } from './load-image.ts';
import type { SystemParts } from './packages.ts';

const run = promisify(execFile);
const keptStores = 3;
const keyLength = 16;

/** containerd's own mutable files; everything else in its root is written once. */
const databases = [
  'io.containerd.metadata.v1.bolt/meta.db',
  'io.containerd.snapshotter.v1.overlayfs/metadata.db',
];

/**
 * A root folder of containerd that holds these images unpacked, from the cache
 * or made now. A cluster that starts from a copy of it has nothing to import.
 * A new store is made from the newest old one, so only what changed is imported.
 */
export async function ensureImageStore(
  parts: SystemParts,
  archives: readonly string[],
  signal?: AbortSignal,
  cache: string = cacheFolder(),
): Promise<string> {
  const folder = join(cache, 'image-stores');
  await mkdir(folder, { recursive: true });
  const store = join(folder, await storeKey(archives));
  if (await stat(store).then(Boolean, () => false)) {
    await utimes(store, new Date(), new Date());
    return store;
  }
  const made = join(folder, `.${randomUUID()}`);
  try {
    const indexes = (await Promise.all(archives.map(archiveIndex))).flat();
    const base = indexes.length >= archives.length ? await newest(folder) : undefined;
    if (base === undefined) await mkdir(made);
    else await copyImageStore(join(folder, base), made);
    await importInto(made, parts, archives, signal);
    await rename(made, store).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // else another was faster
    });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  await forgetOld(folder, isStore, keptStores);
  return store;
}

/** Copies a store by hard links where it can: the files that containerd changes become its own. */
export async function copyImageStore(store: string, target: string): Promise<void> {
  await run('cp', ['--archive', '--link', store, target]).catch(async () => {
    await rm(target, { recursive: true, force: true });
    await run('cp', ['--archive', store, target]);
  });
  for (const database of databases) {
    const path = join(target, database);
    await run('cp', [path, `${path}.new`]);
    await rename(`${path}.new`, path);
  }
}

const isStore = (name: string): boolean => name.length === keyLength;

async function newest(folder: string): Promise<string | undefined> {
  const stores = await Promise.all(
    (await readdir(folder))
      .filter(isStore)
      .map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  return stores.sort((a, b) => b.at - a.at)[0]?.name;
}

async function storeKey(archives: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const archive of [...archives].sort()) {
    const { size, mtimeMs } = await stat(archive).catch(() => {
      throw new FixtureError('usage', `There is no image archive at ${archive}.`);
    });
    const images = await archiveIndex(archive);
    hash.update(JSON.stringify(images.length > 0 ? images : [archive, size, mtimeMs]));
  }
  return hash.digest('hex').slice(0, keyLength);
}

/** Runs a containerd of its own on the store, in mounts of its own, for as long as the import takes. */
async function importInto(
  store: string,
  parts: SystemParts,
  archives: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const state = `${store}.run`;
  const socket = join(state, 'containerd.sock');
  await mkdir(state);
  const config = join(state, 'config.toml');
  const plugins = '"io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"';
  await writeFile(
    config,
    `version = 2\nroot = "${store}"\nstate = "${state}/state"\ndisabled_plugins = [${plugins}]\n[grpc]\n  address = "${socket}"\n`,
  );
  const containerd = spawn(
    'unshare',
    ['--mount', '--propagation', 'private', parts.containerd, '--config', config],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => {
    containerd.once('close', () => resolve());
    containerd.once('error', () => resolve());
  });
  try {
    const isThere = () => access(socket).then(() => true);
    await until('containerd did not start to unpack the images', isThere, {
      timeoutMs: 30_000,
      everyMs: 20,
      signal,
    });
    for (const archive of archives) {
      signal?.throwIfAborted();
      await importImage(parts.ctr, socket, archive);
    }
    await removeOthers(parts.ctr, socket, archives);
  } finally {
    containerd.kill();
    await ended;
    await rm(state, { recursive: true, force: true });
  }
}

/** An image that nobody asked for must not be there by luck of what ran before. */
async function removeOthers(ctr: string, socket: string, archives: readonly string[]): Promise<void> {
  const wanted = (await Promise.all(archives.map(archiveIndex))).flat().map(({ name }) => name);
  const images = ['--address', socket, '--namespace', 'k8s.io', 'images'];
  const { stdout } = await run(ctr, [...images, 'list', '--quiet']);
  const others = stdout.split('\n').filter((name) => name !== '' && !wanted.includes(name));
  // An archive without an index cannot say what it holds; then the store was made from nothing.
  const known = wanted.length >= archives.length;
  if (known && others.length > 0) await run(ctr, [...images, 'remove', '--sync', ...others]);
}
