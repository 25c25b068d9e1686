import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  faultSchema as cartesiaFault,
  faultListSchema as cartesiaFaults,
} from '../platforms/cartesia/server/faults/fault.ts';
import {
  faultSchema as sieFault,
  faultListSchema as sieFaults,
} from '../platforms/sie/server/faults/fault.ts';
import {
  faultSchema as wordcabFault,
  faultListSchema as wordcabFaults,
} from '../platforms/wordcab/server/faults/fault.ts';
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

const standIns = {
  cartesia: { list: cartesiaFaults, one: cartesiaFault },
  sie: { list: sieFaults, one: sieFault },
  wordcab: { list: wordcabFaults, one: wordcabFault },
};

it.each(Object.entries(standIns))(
  'orders only what the stand-in of %s understands, and all that it can do',
  (platform, { list, one }) => {
    const own = faultRecipes.filter((recipe) => recipe.platform === platform);
    const ordered = own.flatMap(({ runtime, values }) => {
      const { standIn } = (values ?? {}) as { standIn?: { faults?: unknown } };
      return [...list.parse(runtime ?? []), ...list.parse(standIn?.faults ?? [])];
    });
    const known = one.options.map((option) => option.shape.id.value);
    expect(new Set(ordered.map(({ id }) => id))).toEqual(new Set(known));
  },
);

it('says of each fault what should catch it', () => {
  for (const { caughtBy, title } of faultRecipes) expect([title, caughtBy.length > 0]).toEqual([title, true]);
});
