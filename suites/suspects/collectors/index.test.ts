import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Collector } from '../collector.ts';
import { collectors } from './index.ts';

test('every file is in the index', async () => {
  const files = readdirSync(import.meta.dirname).filter(
    (name) => !name.endsWith('.test.ts') && name !== 'index.ts',
  );
  const made = await Promise.all(
    files.map(async (name) => Object.values((await import(`./${name}`)) as Record<string, Collector>)),
  );
  expect(new Set(collectors)).toEqual(new Set(made.flat()));
});
