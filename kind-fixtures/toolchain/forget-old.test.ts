import { mkdtempDisposable, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forgetOld } from './forget-old.ts';

test('keeps the newest and whatever does not match', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'forget-'));
  for (const [index, name] of ['boat-1', 'boat-3', 'boat-2', 'ship-1'].entries()) {
    await writeFile(join(folder.path, name), '');
    await utimes(join(folder.path, name), index, index);
  }
  await forgetOld(folder.path, (name) => name.startsWith('boat-'), 2);
  expect((await readdir(folder.path)).sort()).toEqual(['boat-2', 'boat-3', 'ship-1']);
});
