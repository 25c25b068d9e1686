import { chmod, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goVersion, isTooOld } from './go.ts';

test('says in one sentence that Go is missing or too old', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'go-'));
  await expect(goVersion(folder.path, { PATH: folder.path })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('Go is not installed'),
  });
  const old = join(folder.path, 'go');
  await writeFile(old, '#!/bin/sh\necho go version go1.19.8 linux/amd64\n');
  await chmod(old, 0o755);
  await expect(goVersion(folder.path, { PATH: `${folder.path}:/bin` })).rejects.toMatchObject({
    message: expect.stringContaining('go1.19.8 linux/amd64 is too old'),
  });
});

test.each([
  ['go1.20.14 linux/amd64', true],
  ['go1.21.0 linux/amd64', false],
  ['go1.26.8 linux/amd64', false],
  ['go2.0 linux/arm64', false],
  ['gccgo', true],
])('%s is too old: %s', (version, expected) => {
  expect(isTooOld(version)).toBe(expected);
});
