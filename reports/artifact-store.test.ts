import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import { createArtifactStore } from './artifact-store.ts';
import { formats } from './reporters/index.ts';
import type { Format } from './reporters/reporter.ts';
import { stored } from './testing/stored.ts';

const test = base.extend<{ folder: string }>({
  folder: // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern to learn what a fixture needs
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'artifacts-'));
      await use(folder);
      await rm(folder, { recursive: true });
    },
});
const record = stored('rolled-back');

test('stores every format under a name that people know, and reads it back', async ({ folder }) => {
  const store = createArtifactStore(join(folder, 'deep', 'er'));
  const written = await store.store(record, formats);
  expect(written.map((one) => one.name).sort()).toEqual([
    'cartesia-rev7.html',
    'cartesia-rev7.json',
    'cartesia-rev7.xml',
  ]);
  const json = written.find((one) => one.format === 'json')!;
  expect(JSON.parse(await readFile(json.path, 'utf8'))).toEqual(record);
  expect((await store.read(json.name))?.length).toBe(json.bytes);
  expect(json.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('a name cannot leave the folder, neither written nor read', async ({ folder }) => {
  const store = createArtifactStore(join(folder, 'in'));
  const [written] = await store.store(record, formats.slice(1, 2), '../../out/..\u0000/.hidden');
  expect(written!.path.startsWith(join(folder, 'in/'))).toBe(true);
  expect(await readdir(folder)).toEqual(['in']);
  expect(await store.read('../in/x.json')).toBeNull();
  expect(await store.read('never.json')).toBeNull();
});

test('a reader meets an old report or a new one, whole, and no leavings', async ({ folder }) => {
  const store = createArtifactStore(folder);
  const big = (letter: string): Format => ({
    name: 'big',
    extension: 'txt',
    mediaType: 'text/plain',
    render: async () => letter.repeat(3e6),
  });
  await store.store(record, [big('a')], 'r');
  const writing = Promise.all(['b', 'c', 'd'].map((letter) => store.store(record, [big(letter)], 'r')));
  let over = false;
  void writing.then(() => {
    over = true;
  });
  while (!over) {
    const text = (await store.read('r.txt'))!.toString();
    expect(text.length).toBe(3e6);
    expect(new Set([text[0], text[1.5e6], text.at(-1)]).size).toBe(1);
  }
  const failing: Format = { ...big('e'), render: async () => Promise.reject(new Error('no')) };
  await expect(store.store(record, [failing], 'r')).rejects.toThrow('no');
  expect(await readdir(folder)).toEqual(['r.txt']);
});

test('keeps the newest', async ({ folder }) => {
  const store = createArtifactStore(folder);
  for (const name of ['one', 'two', 'three']) await store.store(record, formats.slice(1, 2), name);
  await store.prune(2);
  expect((await readdir(folder)).sort()).toEqual(['three.json', 'two.json']);
});
