import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { clusterProviders } from './index.ts';

test('every folder of a provider is in the index, under its own name', async () => {
  const entries = await readdir(new URL('.', import.meta.url), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(Object.keys(clusterProviders).sort()).toEqual(folders.sort());
  for (const [name, make] of Object.entries(clusterProviders)) expect(make('boat').name).toBe(name);
});
