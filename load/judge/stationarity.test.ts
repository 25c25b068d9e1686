import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { seededNormal } from './seeded.ts';
import { unsteadySeries } from './stationarity.ts';

// Simulations, which other work on the machine may slow down.
vi.setConfig({ testTimeout: 30_000 });

const steady = [100, 101, 99.5, 100.4, 99.2, 100.8, 99.8, 100.2, 100.9, 99.4];
const times = (factor: (i: number) => number) => steady.map((value, i) => value * factor(i));

describe('finds', () => {
  it.each<[what: string, values: number[], pattern: string, words: RegExp]>([
    [
      'a warm-up of some runs',
      times((i) => (i < 3 ? 1.1 : 1)),
      'warm-up',
      /^warm-up: the first 3 of 10 runs are 10 % higher than those after \(p = 0\.0\d+\)$/,
    ],
    [
      'a warm-up that dies away',
      times((i) => 1 + 0.1 * Math.exp(-i / 1.5)),
      'warm-up',
      /^warm-up: the first runs are 10 % higher than the last of 10, and it dies away/,
    ],
    ['a jump', times((i) => (i < 5 ? 1 : 0.93)), 'jump', /^a jump: from run 6 of 10 on it is 6.8 % lower/],
    ['a drift', times((i) => 1 + i / 100), 'drift', /^it drifts: 8.8 % higher from the first of 10 runs to/],
  ])('%s', (_, values, pattern, words) => {
    const found = unsteadySeries({ one: values }).get('one');
    expect(found).toMatchObject({ pattern, words: expect.stringMatching(words) });
    expect(unsteadySeries({ one: values, other: steady }).has('other')).toBe(false);
  });
});

describe('finds nothing in', () => {
  it.each<[what: string, values: (number | null)[]]>([
    ['steady runs', steady],
    ['equal runs', steady.map(() => 100)],
    ['one stray run', times((i) => (i === 4 ? 1.5 : 1))],
    ['a drift that matters to nobody', steady.map((_, i) => 100 + i * 0.04)],
    ['too few runs', [100, 110, 120, 130, 140, null, null]],
  ])('%s', (_, values) => {
    expect(unsteadySeries({ one: values }).size).toBe(0);
  });
});

it.each([6, 9, 14])(
  'calls %d steady runs of six metrics unsteady in 5 % of cases, whatever their noise',
  (runs) => {
    const normal = seededNormal(11);
    const noise = [normal, () => normal() ** 3, () => (normal() > 1.5 ? 8 : normal())];
    const cases = 100;
    const wrong = Array.from({ length: cases }, (_, nth) => {
      const of = noise[nth % noise.length]!;
      const shared = Array.from({ length: runs }, of);
      const series = (own: number) => shared.map((one) => Math.exp(0.05 * (one + own * of())));
      return unsteadySeries(
        Object.fromEntries([0, 0.3, 1, 1, 3, 9].map((own, id) => [`${id}`, series(own)])),
      );
    }).filter(({ size }) => size > 0).length;
    // 15 of 150 would be more than chance makes of 5 % in 1 of 200 tries.
    expect(wrong).toBeLessThanOrEqual(15);
  },
);

it('does not care for the unit, nor for which way is better', () => {
  const values = fc.array(fc.double({ min: 50, max: 200, noNaN: true }), { minLength: 6, maxLength: 12 });
  fc.assert(
    fc.property(values, (runs) => {
      const found = unsteadySeries({ one: runs }).get('one');
      const turned = unsteadySeries({ one: runs.map((value) => 1000 / value) }).get('one');
      expect(turned?.p).toBe(found?.p);
      expect(turned?.pattern).toBe(found?.pattern);
    }),
    { numRuns: 30 },
  );
});
