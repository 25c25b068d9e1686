import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { buildPrograms, missingPrograms } from './build.ts';

const scratch = () => mkdtempDisposable(join(tmpdir(), 'build-'));

test('builds what is missing once, and finds it the next time', async () => {
  await using folder = await scratch();
  const cache = folder.path;
  expect(await missingPrograms(['pause', 'pki'], cache)).toEqual(['pause', 'pki']);
  const built = await buildPrograms(['pause', 'pause'], { cache });
  expect((await readFile(built.pause)).subarray(1, 4).toString()).toBe('ELF');
  expect(await missingPrograms(['pause', 'pki'], cache)).toEqual(['pki']);
  const progress = vi.fn();
  expect(await buildPrograms(['pause'], { cache, onProgress: progress })).toEqual(built);
  expect(progress).not.toHaveBeenCalled();
  // The scratch folder of the build is gone.
  expect(await readdir(join(cache, 'programs'))).toEqual(['pause']);
});

test('a stopped build leaves no half binary', async () => {
  await using folder = await scratch();
  const stop = new AbortController();
  const build = buildPrograms(['pause'], {
    cache: folder.path,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(build).rejects.toMatchObject({ name: 'AbortError' });
  expect(await readdir(join(folder.path, 'programs'))).toEqual([]);
});
