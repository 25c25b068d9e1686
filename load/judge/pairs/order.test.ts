import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderOfPair } from './order.ts';

const seeds = fc.integer({ min: 0, max: 0x7fff_ffff });
const firsts = (seed: number, pairs: number) =>
  Array.from({ length: pairs }, (_, pair) => orderOfPair(seed, pair)[0]);

it('measures each side once in a pair, and neither first more often by more than one', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 50 }), (seed, pairs) => {
      const orders = Array.from({ length: pairs }, (_, pair) => orderOfPair(seed, pair));
      for (const order of orders) expect([...order].sort()).toEqual(['new', 'old']);
      const old = firsts(seed, pairs).filter((side) => side === 'old').length;
      expect(Math.abs(2 * old - pairs)).toBeLessThanOrEqual(1);
    }),
  );
});

it('is drawn anew for each block and seed, and the same for the same seed', () => {
  expect(firsts(7, 12)).toEqual(firsts(7, 12));
  const starts = Array.from({ length: 400 }, (_, seed) => firsts(seed, 24).filter((_, i) => i % 2 === 0));
  const share = (sides: string[]) => sides.filter((side) => side === 'old').length / sides.length;
  expect(share(starts.flat())).toBeCloseTo(0.5, 1);
  expect(share(starts.map((blocks) => blocks[0]!))).toBeCloseTo(0.5, 1);
  expect(share(starts.map((blocks) => (blocks[0] === blocks[1] ? 'old' : 'new')))).toBeCloseTo(0.5, 1);
});
