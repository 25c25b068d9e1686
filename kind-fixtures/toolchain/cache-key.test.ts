import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { moduleDigest, programKey } from './cache-key.ts';
import type { Program } from './programs.ts';

test('a changed source, pin or package is another binary; a changed test is not', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'key-'));
  const source = join(folder.path, 'boat');
  const program: Program = {
    name: 'boat',
    package: './boat',
    version: 'own',
    moduleDir: folder.path,
    sources: 'boat',
  };
  await mkdir(source);
  await writeFile(join(source, 'main.go'), 'package main');
  const key = await programKey(program, 'pins');
  await writeFile(join(source, 'main_test.go'), 'package main');
  expect(await programKey(program, 'pins')).toBe(key);
  expect(await programKey(program, 'other pins')).not.toBe(key);
  expect(await programKey({ ...program, package: './ship' }, 'pins')).not.toBe(key);
  expect(await programKey({ ...program, tags: ['sail'] }, 'pins')).not.toBe(key);
  await writeFile(join(source, 'main.go'), 'package main // changed');
  expect(await programKey(program, 'pins')).not.toBe(key);
});

test("a module's digest follows go.mod, go.sum and Go's version", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'key-'));
  const digests = new Set<string>();
  for (const [mod, sum, go] of ['abc', 'xbc', 'axc', 'abx'].map((text) => [...text])) {
    await writeFile(join(folder.path, 'go.mod'), mod!);
    await writeFile(join(folder.path, 'go.sum'), sum!);
    digests.add(await moduleDigest(folder.path, go!));
  }
  expect(digests.size).toBe(4);
});
