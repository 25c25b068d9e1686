import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compareOnce } from './testing/simulate.ts';

const page = await readFile(new URL('../../../docs/bench.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => /^\| [\d.]+ % /.test(line))
  .map((line) => [...line.matchAll(/[\d.]+/g)].map(([digits]) => Number(digits)));
const trials = 1000;

function simulated(own: number, slower: number, verdict: string): { share: number; pairs: number } {
  const model = { effect: Math.log1p(slower), shared: 0.04, own };
  const ends = Array.from({ length: trials }, (_, seed) => compareOnce(model, seed));
  const pairs = ends.map((end) => end.pairs).sort((a, b) => a - b);
  return {
    share: (100 * ends.filter((end) => end.verdict === verdict).length) / trials,
    pairs: pairs[trials / 2]!,
  };
}

test('the page shows how many pairs it takes', () => {
  expect(rows).toHaveLength(4);
  for (const [own, found5, pairs5, found10, pairs10, passed, pairs0] of rows as number[][])
    for (const [slower, verdict, share, pairs] of [
      [0.05, 'regressed', found5, pairs5],
      [0.1, 'regressed', found10, pairs10],
      [0, 'pass', passed, pairs0],
    ] as const) {
      const seen = simulated(own! / 100, slower, verdict);
      expect(Math.abs(seen.share - share!), `${own} ${slower}: ${seen.share}`).toBeLessThan(4);
      expect(seen.pairs, `${own} ${slower}`).toBe(pairs);
    }
});
