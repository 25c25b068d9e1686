import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, readdir, readFile, readlink, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { pack } from 'tar-stream';

/** A file of an image: copied from here (a folder with all it holds), written out, or an empty folder. */
export type LayerFile =
  | { readonly from: string; readonly to: string; readonly mode?: number }
  | { readonly text: string; readonly to: string; readonly mode?: number }
  | { readonly folder: true; readonly to: string; readonly mode?: number };

/** A finished layer: an uncompressed tar, so its digest is its diff id too. */
export interface Layer {
  readonly path: string;
  readonly digest: string;
  readonly bytes: number;
}

interface Entry {
  readonly name: string;
  readonly mode: number;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly source?: { readonly path: string; readonly size: number; readonly mtimeMs: number };
  readonly text?: string;
  readonly linkname?: string;
}

/**
 * The layer of these files from the cache, or made now. It is kept under what
 * the files look like (path, size, time), so a warm call reads none of them.
 */
export async function ensureLayer(files: readonly LayerFile[], folder: string): Promise<Layer> {
  const entries = withParents((await Promise.all(files.map(expand))).flat());
  const key = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 32);
  const record = join(folder, 'blobs', `layer-${key}.json`);
  const known = await readFile(record, 'utf8').then(
    (text) => JSON.parse(text) as Layer,
    () => undefined,
  );
  if (known !== undefined && (await isStillThere(known))) return known;
  const layer = await writeLayer(entries, folder);
  await writeFile(record, JSON.stringify(layer));
  return layer;
}

/** Using a blob makes it young again: the cache forgets the oldest. */
async function isStillThere(layer: Layer): Promise<boolean> {
  const now = new Date();
  return utimes(layer.path, now, now).then(
    () => true,
    () => false,
  );
}

async function expand(file: LayerFile): Promise<Entry[]> {
  const name = posix.normalize(file.to).replace(/^\/+/, '').replace(/\/+$/, '');
  if ('folder' in file) return [{ name, mode: file.mode ?? 0o755, type: 'directory' }];
  if ('text' in file) return [{ name, mode: file.mode ?? 0o644, type: 'file', text: file.text }];
  const root = await stat(file.from);
  if (!root.isDirectory()) return [fileEntry(name, file.from, root, file.mode)];
  const found: Entry[] = [{ name, mode: 0o755, type: 'directory' }];
  for (const item of await readdir(file.from, { recursive: true, withFileTypes: true })) {
    const path = join(item.parentPath, item.name);
    const to = posix.join(name, relative(file.from, path).split(sep).join('/'));
    if (item.isSymbolicLink()) {
      found.push({ name: to, mode: 0o777, type: 'symlink', linkname: await readlink(path) });
    } else if (item.isDirectory()) found.push({ name: to, mode: 0o755, type: 'directory' });
    else if (item.isFile()) found.push(fileEntry(to, path, await lstat(path), file.mode));
  }
  return found;
}

function fileEntry(
  name: string,
  path: string,
  facts: { size: number; mtimeMs: number; mode: number },
  mode?: number,
): Entry {
  const kept = (facts.mode & 0o111) === 0 ? 0o644 : 0o755;
  return {
    name,
    mode: mode ?? kept,
    type: 'file',
    source: { path, size: facts.size, mtimeMs: facts.mtimeMs },
  };
}

/** Adds the folders above each entry, drops doubles (the last one counts) and sorts. */
export function withParents(entries: readonly Entry[]): Entry[] {
  const byName = new Map<string, Entry>();
  for (const entry of entries) {
    for (let up = posix.dirname(entry.name); up !== '.'; up = posix.dirname(up)) {
      if (!byName.has(up)) byName.set(up, { name: up, mode: 0o755, type: 'directory' });
    }
    byName.set(entry.name, entry);
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function writeLayer(entries: readonly Entry[], folder: string): Promise<Layer> {
  const temporary = join(folder, 'blobs', `.${randomUUID()}`);
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const tar = pack();
  await Promise.all([pipeline(tar, measure, createWriteStream(temporary)), fill(tar, entries)]);
  const hex = hash.digest('hex');
  const path = join(folder, 'blobs', hex);
  await rename(temporary, path);
  return { path, digest: `sha256:${hex}`, bytes };
}

const epoch = new Date(0);

async function fill(tar: Pack, entries: readonly Entry[]): Promise<void> {
  for (const { name, mode, type, source, text, linkname } of entries) {
    const header = { name, mode, type, mtime: epoch, uid: 0, gid: 0 };
    if (source !== undefined) {
      await pipeline(createReadStream(source.path), tar.entry({ ...header, size: source.size }));
    } else if (linkname !== undefined) tar.entry({ ...header, linkname });
    else if (type === 'directory') tar.entry({ ...header, name: `${name}/` });
    else tar.entry(header, text ?? '');
  }
  tar.finalize();
}
