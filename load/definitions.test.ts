import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { definitionsFile, definitionsPage } from './definitions/page.ts';
import { definitions, measures, rates } from './definitions.ts';
import { outcomes } from './outcomes.ts';
import { protocols } from './protocols/index.ts';

const goFiles = (folder: string) =>
  readdirSync(new URL(`xk6-seatrial/internal/${folder}/`, import.meta.url))
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .map((name) => readFileSync(new URL(`xk6-seatrial/internal/${folder}/${name}`, import.meta.url), 'utf8'))
    .join('\n');

it('defines every number once, by its own key', () => {
  for (const [key, { id }] of [...Object.entries(measures), ...Object.entries(rates)]) expect(id).toBe(key);
  expect(definitions.size).toBe(Object.keys(measures).length * 5 + Object.keys(rates).length);
  expect(definitions.get('ttfa_p95')).toMatchObject({ unit: 'ms', better: 'lower' });
  expect(definitions.get('chars_per_second')).toMatchObject({ better: 'higher' });
});

it('names the histograms as the engine does', () => {
  const source = goFiles('tally');
  const named = (id: string) => source.includes(`"${id}"`);
  expect(Object.keys(measures).filter((id) => !named(id))).toEqual([]);
  const recorded = [
    ...source.matchAll(/(?:record|visit)\("([a-z0-9_]+)"/g),
    ...source.matchAll(/\{"([a-z0-9_]+)", /g),
  ];
  expect(recorded.map(([, id]) => id!).filter((id) => !Object.hasOwn(measures, id))).toEqual([]);
  const ratios = /inMillionths = map\[string\]bool\{(.*)\}/.exec(source)![1]!.matchAll(/"([a-z]+)"/g);
  const inRatios = Object.values(measures).filter(({ unit }) => unit === 'ratio');
  expect([...ratios].map(([, id]) => id)).toEqual(inRatios.map(({ id }) => id));
});

it('knows every way a request can end', () => {
  const known = [...goFiles('timeline').matchAll(/Outcome = "([a-z-]+)"/g)].map(([, word]) => word);
  expect(known.sort()).toEqual([...outcomes].sort());
});

it('misses no protocol', () => {
  const files = readdirSync(new URL('protocols/', import.meta.url)).filter((name) => name.endsWith('.json'));
  expect([...protocols.keys()].sort()).toEqual(files.map((name) => name.replace('.json', '')).sort());
});

it('is documented as it is', () => {
  expect(readFileSync(definitionsFile, 'utf8')).toBe(definitionsPage());
});
