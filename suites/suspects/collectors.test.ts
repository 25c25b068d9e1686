import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Collector } from './collector.ts';
import { collectors } from './collectors/index.ts';

test('every file is in the index', async () => {
  const files = readdirSync(join(import.meta.dirname, 'collectors'))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !name.endsWith('.test') && name !== 'index');
  const made = await Promise.all(
    files.map(async (name) =>
      Object.values((await import(`./collectors/${name}.ts`)) as Record<string, Collector>),
    ),
  );
  expect(new Set(collectors)).toEqual(new Set(made.flat()));
});
