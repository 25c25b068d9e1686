import { execFile } from 'node:child_process';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);

/** A folder of the cache that `install` fills, once. */
export async function place(name: string, install: (folder: string) => Promise<unknown>): Promise<string> {
  const { cacheFolder } = await import('../../../../kind-fixtures/toolchain/folders.ts');
  const folder = join(cacheFolder(), 'peers', name);
  const ready = join(folder, 'ready');
  const there = await access(ready).then(
    () => true,
    () => false,
  );
  if (there) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await install(folder);
  await writeFile(ready, '');
  return folder;
}
