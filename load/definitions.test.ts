import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { definitions, measures } from './definitions.ts';
import { protocols } from './protocols/index.ts';
import { outcomes } from './result.ts';

const goFiles = (folder: string) =>
  readdirSync(new URL(`xk6-seatrial/internal/${folder}/`, import.meta.url))
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .map((name) => readFileSync(new URL(`xk6-seatrial/internal/${folder}/${name}`, import.meta.url), 'utf8'))
    .join('\n');

it('defines every number once, by its own key', () => {
  for (const [key, measure] of Object.entries(measures)) expect(measure.id).toBe(key);
  expect(definitions.size).toBe(Object.keys(measures).length * 5 + 4);
  expect(definitions.get('ttfa_p95')).toMatchObject({ unit: 'ms', better: 'lower' });
  expect(definitions.get('chars_per_second')).toMatchObject({ better: 'higher' });
});

it('names the histograms as the engine does', () => {
  const recorded = new Set(
    [...goFiles('tally').matchAll(/"((?:[a-z0-9]+_)?[a-z0-9]+)"(?=, line|: \d)/g)].map(([, id]) => id),
  );
  expect([...recorded].sort()).toEqual(
    Object.keys(measures)
      .filter((id) => id !== 'gap')
      .sort(),
  );
});

it('knows every way a request can end', () => {
  const known = [...goFiles('timeline').matchAll(/Outcome = "([a-z-]+)"/g)].map(([, word]) => word);
  expect(known.sort()).toEqual([...outcomes].sort());
});

it('misses no protocol', () => {
  const files = readdirSync(new URL('protocols/', import.meta.url)).filter((name) => name.endsWith('.json'));
  expect([...protocols.keys()].sort()).toEqual(files.map((name) => name.replace('.json', '')).sort());
});
