import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type JudgedMetric } from './decide.ts';

const ttfa: JudgedMetric = { name: 'ttfa_p95', better: 'lower' };
const chars: JudgedMetric = { name: 'chars_per_second', better: 'higher' };
/** Eight accepted runs of about 165 ms with a run-to-run SD of about 1 %. */
const baseline = [165, 163.5, 166.2, 164.1, 167, 165.8, 163.9, 165.4];
const times = (factor: number, n = 1) => [163.8, 166.1, 165.2].slice(0, n).map((value) => value * factor);

describe('decide', () => {
  it.each([
    ['the same', 1, 1, 'pass'],
    ['31 % slower', 1.31, 1, 'regressed'],
    ['10 % slower', 1.1, 1, 'regressed'],
    ['4 % slower, once', 1.04, 1, 'more'],
    ['10 % faster', 0.9, 1, 'improved'],
    // Proven to lie between half of the limit and the limit: the nearer one counts.
    ['3 % slower, three times', 1.03, 3, 'pass'],
    ['4.5 % slower, three times', 1.045, 3, 'regressed'],
  ] as const)('%s', (_, factor, runs, verdict) => {
    expect(decide(ttfa, baseline, times(factor, runs)).verdict).toBe(verdict);
  });

  it('turns round for a metric that should be high', () => {
    expect(decide(chars, baseline, times(1 / 1.31)).verdict).toBe('regressed');
    expect(decide(chars, baseline, times(1.31)).verdict).toBe('improved');
    expect(decide(chars, baseline, times(1 / 1.31)).effect).toBeCloseTo(0.31, 1);
  });

  it('tells effect and interval as relative changes, worse positive', () => {
    const { effect, interval, reason } = decide(ttfa, baseline, [214]);
    expect(effect).toBeCloseTo(0.297, 2);
    expect(interval![0]).toBeLessThan(effect!);
    expect(interval![1]).toBeGreaterThan(effect!);
    expect(reason).toMatch(
      /^ttfa_p95 is 30 % worse \(2\d % to 3\d %\) than the last 8 accepted runs, by 1 run; limit 5 %$/,
    );
  });

  // Worked out with scipy 1.16 by the formulas of the method.
  it.each([
    [[214], {}, [0.29611691557, 0.2695793827, 0.3232091524], 5.9355e-9],
    [[166, 168], { prior: { s0: 0.02, d0: 6 } }, [0.01143759008, -0.01601542184, 0.03965653666], 0.86493487],
  ] as const)('agrees with the formulas: %j %j', (candidate, options, [effect, low, high], p) => {
    const decision = decide(ttfa, baseline, candidate, options);
    expect([decision.effect, ...decision.interval!]).toEqual(
      [effect, low, high].map((value) => expect.closeTo(value, 9)),
    );
    expect(decision.p! / p).toBeCloseTo(1, 3);
  });

  it('asks for more runs, up to R', () => {
    const wide = [150, 180, 160, 175, 158, 171];
    expect(decide(ttfa, wide, [172]).verdict).toBe('more');
    expect(decide(ttfa, wide, [172, 174]).verdict).toBe('more');
    expect(decide(ttfa, wide, [172, 174, 171]).verdict).toBe('inconclusive');
    expect(decide(ttfa, wide, [172], { maxRuns: 1 }).verdict).toBe('inconclusive');
  });

  it('pools what the cluster is known for', () => {
    const lucky = [165, 165.1, 165.05, 165.02];
    expect(decide(ttfa, lucky, [172]).verdict).toBe('regressed');
    expect(decide(ttfa, lucky, [172], { prior: { s0: 0.05, d0: 20 } }).verdict).toBe('more');
  });

  it.each([
    ['only 3 accepted runs', baseline.slice(0, 3), [165]],
    ['was not measured', baseline, []],
    ['not a number', baseline, [Number.NaN]],
    ['not a number', [...baseline, Number.POSITIVE_INFINITY], [165]],
    ['not a number', baseline, [0]],
  ])('cannot tell: %s', (words, accepted, candidate) => {
    expect(decide(ttfa, accepted, candidate)).toMatchObject({
      verdict: 'inconclusive',
      effect: null,
      reason: expect.stringContaining(words),
    });
  });

  it('does not care for the unit', () => {
    const value = fc.double({ min: 50, max: 200, noNaN: true });
    const runs = fc.array(value, { minLength: 4, maxLength: 10 });
    const some = fc.array(value, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        runs,
        some,
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (accepted, candidate, unit) => {
          const scale = (values: number[]) => values.map((one) => one * unit);
          const plain = decide(ttfa, accepted, candidate);
          const scaled = decide(ttfa, scale(accepted), scale(candidate));
          expect(scaled.effect).toBeCloseTo(plain.effect!, 9);
        },
      ),
    );
  });
});
