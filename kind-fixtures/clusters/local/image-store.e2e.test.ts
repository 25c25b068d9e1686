import { execFile } from 'node:child_process';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { assembleImage } from '../../images/image.ts';
import { ensureImageStore } from './image-store.ts';
import { ensurePackages } from './packages.ts';

const run = promisify(execFile);

test('a store holds the images that were asked for, unpacked, and none of an earlier store', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'store-'));
  const cache = folder.path;
  const parts = await ensurePackages(() => {});
  const [one, two, three] = await Promise.all(
    ['one', 'two', 'three'].map((name) =>
      assembleImage(
        { name, tag: 'v1', files: [{ to: `/${name}`, text: `I am ${name}` }], entrypoint: [`/${name}`] },
        { cache },
      ),
    ),
  );
  const filesOf = async (store: string) => {
    const { stdout } = await run('find', [
      join(store, 'io.containerd.snapshotter.v1.overlayfs'),
      '-type',
      'f',
    ]);
    const names = stdout.split('\n').map((path) => path.replace(/.*\/fs\//, ''));
    return names.filter((name) => ['one', 'two', 'three'].includes(name)).sort();
  };
  const first = await ensureImageStore(parts, [one!.path, two!.path], undefined, cache);
  expect(await filesOf(first)).toEqual(['one', 'two']);
  const second = await ensureImageStore(parts, [three!.path, two!.path], undefined, cache);
  expect(await filesOf(second)).toEqual(['three', 'two']);
  // The first is as it was, and found again; nothing is left of how they were made.
  expect(await filesOf(first)).toEqual(['one', 'two']);
  expect(await ensureImageStore(parts, [two!.path, one!.path], undefined, cache)).toBe(first);
  expect(await readdir(join(cache, 'image-stores'))).toHaveLength(2);
});
