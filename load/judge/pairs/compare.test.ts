import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePairs, type Pair, type PairedMetric } from './compare.ts';
import { latency } from './testing/simulate.ts';

const rate: PairedMetric = { name: 'requests/s', better: 'higher', scale: 'ratio' };
const failed: PairedMetric = { name: 'failed requests', better: 'lower', scale: 'share' };

/** Old values that drift by 40 %, and new ones that differ from them by so much, give or take 0.5 %. */
const own = [1.004, 0.997, 1.001, 0.999, 1.005, 0.995, 1.002, 0.998];
const pairs = (factor: number, n: number): Pair[] =>
  Array.from({ length: n }, (_, i) => {
    const old = 100 + 5 * (i % 8);
    return { old, new: old * factor * own[i % 8]! };
  });

describe('comparePairs', () => {
  it.each([
    ['the same', 1, 4, 'pass'],
    ['15 % slower', 1.15, 4, 'regressed'],
    ['5 % slower', 1.05, 6, 'regressed'],
    ['10 % faster', 0.9, 4, 'improved'],
    ['too few pairs', 1.15, 3, 'more'],
    // Proven to lie between half of the limit and the limit: the nearer one counts.
    ['3 % slower', 1.03, 8, 'pass'],
    ['4.5 % slower', 1.045, 8, 'regressed'],
  ] as const)('%s', (_, factor, n, verdict) => {
    expect(comparePairs(latency, pairs(factor, n)).verdict).toBe(verdict);
  });

  it('turns round for a metric that should be high', () => {
    expect(comparePairs(rate, pairs(1 / 1.15, 6)).verdict).toBe('regressed');
    expect(comparePairs(rate, pairs(1.15, 6)).verdict).toBe('improved');
    expect(comparePairs(rate, pairs(1 / 1.15, 6)).effect).toBeCloseTo(0.15, 2);
  });

  it('takes shares of the requests as they are, zero among them', () => {
    const share = (...news: number[]) => news.map((one) => ({ old: 0, new: one }));
    expect(comparePairs(failed, share(0, 0, 0, 0)).verdict).toBe('pass');
    expect(comparePairs(failed, share(1, 1, 1, 1))).toMatchObject({ verdict: 'regressed', effect: 1 });
    const few = comparePairs(failed, share(0.03, 0.034, 0.031, 0.033));
    expect(few.reason).toMatch(
      /^new is 3.2 points \(\S+ to \S+ points\) worse in failed requests by 4 pairs; limit 1 points$/,
    );
    // One run in which everything failed is an accident, where all others are without.
    expect(comparePairs(failed, share(0, 0, 1, 0)).verdict).toBe('more');
  });

  it.each([
    [1.061, 8, /^new is 6.\d % \(5.\d to 6.\d %\) slower in ttfa_p50 by 8 pairs; limit 5 %$/],
    [0.9, 4, /^new is 10 % \(9.\d to 11 %\) faster in ttfa_p50 by 4 pairs; an improvement$/],
    [
      1,
      4,
      /^new is 0 % \(-0.\d to 0.\d %\) slower in ttfa_p50 by 4 pairs; 5 % or more for the worse is ruled out$/,
    ],
  ])('says it with its numbers: × %d', (factor, n, words) => {
    const { reason } = comparePairs(latency, pairs(factor, n));
    expect(reason).toMatch(words);
  });

  it.each([
    ['missing', { old: 100, new: null }],
    ['zero', { old: 0, new: 100 }],
    ['no number', { old: 100, new: Number.NaN }],
  ])('cannot tell where a value is %s', (_, pair) => {
    expect(comparePairs(latency, [...pairs(1.15, 5), pair])).toMatchObject({
      verdict: 'inconclusive',
      effect: null,
      reason: expect.stringContaining('not measured in every pair'),
    });
  });

  it('asks for more up to the last pair', () => {
    const wide = (n: number) => Array.from({ length: n }, (_, i) => ({ old: 100, new: i % 2 ? 115 : 95 }));
    expect(comparePairs(latency, wide(11)).verdict).toBe('more');
    expect(comparePairs(latency, wide(12)).verdict).toBe('inconclusive');
  });

  it('condemns nobody for what half of the pairs do not show', () => {
    const mixed = Array.from({ length: 12 }, (_, i) => ({ old: 100, new: i % 2 ? 125 : 102 }));
    expect(comparePairs(latency, mixed).verdict).toBe('inconclusive');
    expect(comparePairs(latency, [{ old: 100, new: 125 }, ...mixed.slice(1)]).verdict).toBe('regressed');
  });

  it('is neither misled nor held up by one stray pair, and tells it', () => {
    const stray = (n: number, factor: number, by: number) => {
      const all = pairs(factor, n);
      return all.map((pair, i) => (i === 2 ? { ...pair, new: pair.new! * by } : pair));
    };
    for (const by of [0.5, 1.6, 3]) {
      expect(comparePairs(latency, stray(4, 1, by)).verdict).toBe('more');
      expect(comparePairs(latency, stray(6, 1, by)).verdict).toBe('pass');
      expect(comparePairs(latency, stray(6, 1.08, by)).verdict).toBe('regressed');
    }
    expect(comparePairs(latency, stray(6, 1, 1.6)).reason).toContain(
      'by 5 pairs (one more, 60 % slower, is set aside)',
    );
    // Two are no accident.
    const two = stray(8, 1, 1.6).map((pair, i) => (i === 5 ? { ...pair, new: pair.new! * 1.6 } : pair));
    expect(comparePairs(latency, two).verdict).toBe('more');
  });

  const value = fc.double({ min: 50, max: 200, noNaN: true });
  const some = fc.array(fc.record({ old: value, new: value }), { minLength: 4, maxLength: 12 });
  const rank = { improved: 0, pass: 1, more: 2, inconclusive: 2, regressed: 3 };

  it('never judges a service better that is slower throughout', () => {
    fc.assert(
      fc.property(some, fc.double({ min: 1, max: 1.5, noNaN: true }), (all, factor) => {
        const slower = all.map((pair) => ({ ...pair, new: pair.new * factor }));
        expect(rank[comparePairs(latency, slower).verdict]).toBeGreaterThanOrEqual(
          rank[comparePairs(latency, all).verdict],
        );
      }),
      { numRuns: 300 },
    );
  });

  it('does not care for what a pair has in common, nor for the order of the pairs', () => {
    const factors = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(some, factors, (all, common) => {
        const plain = comparePairs(latency, all);
        const moved = all
          .map((pair, i) => ({ old: pair.old * common[i]!, new: pair.new * common[i]! }))
          .toReversed();
        const other = comparePairs(latency, moved);
        expect(other.verdict).toBe(plain.verdict);
        expect(other.effect).toBeCloseTo(plain.effect!, 8);
      }),
      { numRuns: 300 },
    );
  });
});
