import { describe, expect, it, vi } from 'vitest';
import { chiSquaredCdf, chiSquaredQuantile } from './chi-squared.ts';
import { boundOfLooks, normalTailAt } from './looks.ts';
import { type JudgePlan, largestEffect, simulatedVerdicts, smallestEffect } from './smallest-effect.ts';

// Simulations, which other work on the machine may slow down.
vi.setConfig({ testTimeout: 30_000 });

const usual: JudgePlan = { accepted: 10, maxRuns: 3, confirmedBy: 2, alpha: 0.05 };
const otherSeed = 2;
const cases = 1000;

describe('what is published is true, for other runs than it was worked out with', () => {
  it.each<[what: string, spread: number, plan: JudgePlan]>([
    ['three runs', 0.02, usual],
    ['four primary metrics', 0.01, { ...usual, alpha: 0.05 / 4 }],
    ['one run', 0.01, { ...usual, maxRuns: 1, confirmedBy: 1 }],
    ['few accepted runs, a prior', 0.03, { ...usual, accepted: 4, prior: { s0: 0.03, d0: 8 } }],
  ])('%s', (_, spread, plan) => {
    const { found, ruledOut } = smallestEffect(spread, plan);
    const at = (threshold: number, effect: number) => {
      const question = { threshold, effect, seed: otherSeed };
      const verdicts = [...simulatedVerdicts(spread, plan, question, cases)];
      const share = (...wanted: string[]) =>
        verdicts.filter((verdict) => wanted.includes(verdict)).length / cases;
      return { found: share('regressed'), passed: share('pass', 'improved') };
    };
    const share = at(found, found).found;
    expect([share >= 0.75, share <= 0.9]).toEqual([true, true]);
    expect(at(ruledOut, 0).passed).toBeGreaterThanOrEqual(0.75);
    // Nothing is raised where nothing changed, and no more than alpha where the most changed that is tolerated.
    expect(at(found, 0).found).toBe(0);
    expect(at(found, found / 2).found).toBeLessThanOrEqual(plan.alpha + 0.02);
    // What is as bad as the threshold passes in 5 % of cases at most.
    expect(at(found, found).passed).toBeLessThanOrEqual(0.05 + 0.02);
    expect(found).toBeGreaterThan(ruledOut);
  });
});

it('agrees with the noncentral t where there is one look', () => {
  const plan = { ...usual, maxRuns: 1, confirmedBy: 1 };
  const [spread, threshold] = [0.02, 0.12];
  const question = { threshold, effect: threshold };
  const found = [...simulatedVerdicts(spread, plan, question, 4000)].filter(
    (verdict) => verdict === 'regressed',
  ).length;
  const error = spread * Math.sqrt(1 + 1 / plan.accepted);
  const beyond = (Math.log1p(threshold) - Math.log1p(threshold / 2)) / error;
  const expected = noncentralTail(
    boundOfLooks({ baseline: 10, looks: 1, spent: 'late' }, 9, plan.alpha),
    9,
    beyond,
  );
  expect(expected).toBeCloseTo(0.8, 1);
  // The guards, which it does not know, take a little of it.
  expect(found / 4000 - expected).toBeLessThan(0.02);
  expect(found / 4000 - expected).toBeGreaterThan(-0.03);
});

const usually = smallestEffect(0.02, usual).found;

it.each<[what: string, spread: number, plan: JudgePlan, larger: boolean]>([
  ['half the spread', 0.01, usual, false],
  ['five runs', 0.02, { ...usual, maxRuns: 5 }, false],
  ['twenty accepted runs', 0.02, { ...usual, accepted: 20 }, false],
  ['a prior that agrees', 0.02, { ...usual, prior: { s0: 0.02, d0: 20 } }, false],
  ['six primary metrics', 0.02, { ...usual, alpha: 0.05 / 6 }, true],
])('%s changes it', (_, spread, plan, larger) => {
  const { found } = smallestEffect(spread, plan);
  expect([found > 1.03 * usually, found < usually / 1.03]).toEqual([larger, !larger]);
});

it('waits until a regression is confirmed, as a trial does', () => {
  const question = { threshold: 0.1, effect: 0.3 };
  const verdicts = (confirmedBy: number) =>
    new Set(simulatedVerdicts(0.01, { ...usual, confirmedBy }, question, 50));
  expect([...verdicts(3)]).toEqual(['regressed']);
  expect([...verdicts(4)]).toEqual(['inconclusive']);
});

it('says so where no threshold helps', () => {
  expect(smallestEffect(0.4, usual).found).toBe(largestEffect);
});

/** P(T > t) of a noncentral t, by midpoints of equal probability of the χ² below it. */
function noncentralTail(t: number, df: number, noncentrality: number): number {
  const steps = 400;
  const spreads = Array.from({ length: steps }, (_, i) =>
    Math.sqrt(chiSquaredQuantile((i + 0.5) / steps, df) / df),
  );
  expect(chiSquaredCdf(df * spreads[steps / 2]! ** 2, df)).toBeCloseTo(0.5, 2);
  return spreads.reduce((sum, s) => sum + normalTailAt(t * s - noncentrality), 0) / steps;
}
