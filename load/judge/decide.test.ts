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

  // Worked out with scipy 1.17 by the formulas of the method.
  it.each([
    [[214], {}, [0.29611692, 0.27703024, 0.31548886], 5.935501480551532e-9],
    [[166, 168], { prior: { s0: 0.02, d0: 6 } }, [0.01143759, -0.00906516, 0.03236454], 0.8649348737550966],
  ] as const)('agrees with the formulas: %j %j', (candidate, options, [effect, low, high], p) => {
    // Two runs count as two looks at least: their bound is wider than the formula's, their effect is the same.
    const decision = decide(ttfa, baseline, candidate, { ...options, maxRuns: 1 });
    expect(decision.effect).toBeCloseTo(effect, 8);
    if (candidate.length > 1) {
      expect(decision.interval![0]).toBeLessThan(low);
      expect(decision.interval![1]).toBeGreaterThan(high);
      expect(decision.p).toBeGreaterThan(p);
    } else {
      expect(decision.interval).toEqual([expect.closeTo(low, 8), expect.closeTo(high, 8)]);
      expect(decision.p! / p).toBeCloseTo(1, 2);
    }
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

  it('is slower to condemn than to acquit: what three runs prove, one of them does not', () => {
    const wide = [165, 160, 170, 163, 168, 166, 161, 169];
    expect(decide(ttfa, wide, [181]).verdict).toBe('more');
    expect(decide(ttfa, wide, [181, 181, 181]).verdict).toBe('regressed');
    // Where it is the only one, it is heard.
    expect(decide(ttfa, wide, [181], { maxRuns: 1 }).verdict).toBe('regressed');
    expect(decide(ttfa, wide, [155]).verdict).toBe('pass');
  });

  it('compares with an anchor where one is given, by the spread of the accepted runs', () => {
    const once = (anchor: number) => decide(ttfa, baseline, [165], { anchor, maxRuns: 1 });
    expect(once(164).verdict).toBe('pass');
    expect(once(150)).toMatchObject({
      verdict: 'regressed',
      effect: expect.closeTo(0.1, 3),
      reason: expect.stringContaining('than the anchor, an accepted run of long ago'),
    });
    // One run says less than eight: its interval is wider, though they spread alike.
    const width = ([low, high]: readonly [number, number]) => high - low;
    const rolling = decide(ttfa, baseline, [165], { maxRuns: 1 });
    expect(width(once(165).interval!)).toBeGreaterThan(1.2 * width(rolling.interval!));
    expect(once(0)).toMatchObject({ verdict: 'inconclusive', effect: null });
  });

  it('does not blame a release for what the newest accepted run had already', () => {
    const drifted = [...baseline.slice(0, 7), 181];
    const { verdict, reason } = decide(ttfa, drifted, [183, 182, 184], { alpha: 0.3 });
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(/newest accepted run was 8.\d % worse already/);
    // Where it is much worse than that, it is.
    expect(decide(ttfa, drifted, [214, 215, 213]).verdict).toBe('regressed');
  });

  it('condemns nobody for one stray run, nor acquits', () => {
    expect(decide(ttfa, baseline, [165, 260, 164]).verdict).toBe('inconclusive');
    expect(decide(ttfa, baseline, [165, 260]).verdict).toBe('more');
    expect(decide(ttfa, baseline, [181, 110, 182]).verdict).toBe('inconclusive');
  });

  it('sets one accident among the accepted runs aside, and says so', () => {
    const decision = decide(ttfa, [165, 164, 330, ...baseline.slice(3)], [181]);
    expect(decision).toMatchObject({ verdict: 'regressed', effect: expect.closeTo(0.098, 2) });
    expect(decision.reason).toContain(
      'the last 7 accepted runs (one more, far off the others, is set aside)',
    );
    // Two are no accident.
    expect(decide(ttfa, [165, 320, 330, ...baseline.slice(3)], [181]).verdict).toBe('more');
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

  const rank = { improved: 0, pass: 1, more: 2, inconclusive: 2, regressed: 3 };
  const run = fc.double({ min: 130, max: 210, noNaN: true });
  const accepted = fc.array(fc.double({ min: 155, max: 175, noNaN: true }), { minLength: 4, maxLength: 12 });
  const measured = fc.array(run, { minLength: 1, maxLength: 3 });

  it('never judges a worse candidate better', () => {
    const worsened = fc.array(fc.double({ min: 1, max: 1.3, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(accepted, measured, worsened, (base, runs, factors) => {
        const worse = runs.map((value, i) => value * factors[i]!);
        expect(rank[decide(ttfa, base, worse).verdict]).toBeGreaterThanOrEqual(
          rank[decide(ttfa, base, runs).verdict],
        );
      }),
      { numRuns: 500 },
    );
  });

  it('does not care for the order of the runs, but for which accepted one is the newest', () => {
    fc.assert(
      fc.property(accepted, measured, (base, runs) => {
        const other = decide(ttfa, [...base.slice(0, -1).reverse(), base.at(-1)!], [...runs].reverse());
        const one = decide(ttfa, base, runs);
        expect(other.verdict).toBe(one.verdict);
        expect(other.effect).toBeCloseTo(one.effect!, 9);
      }),
    );
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
