import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faultListSchema, faultSchema } from '../platforms/cartesia/server/faults/fault.ts';
import { faultRecipes } from './index.ts';

it('holds every file of the folders', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true }).filter((one) =>
    one.isDirectory(),
  );
  const files = folders.flatMap(({ name: folder }) =>
    readdirSync(new URL(`./${folder}`, import.meta.url))
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name.replace(/\.ts$/, '')}`),
  );
  expect(faultRecipes.map(({ id }) => id).sort()).toEqual(files.sort());
});

it('orders only what the stand-in understands, and all that it can do', () => {
  const ordered = faultRecipes.flatMap(({ runtime }) => faultListSchema.parse(runtime ?? []));
  const known = faultSchema.options.map((option) => option.shape.id.value);
  expect(new Set(ordered.map(({ id }) => id))).toEqual(new Set(known));
});

it('says of each fault what should catch it', () => {
  for (const { caughtBy, title } of faultRecipes) expect([title, caughtBy.length > 0]).toEqual([title, true]);
});
