import { decide } from './decide.ts';
import type { SpreadPrior } from './moderate.ts';
import { seededNormal } from './seeded.ts';

/** How a release will be judged. */
export type JudgePlan = {
  /** Accepted runs that it will be compared with. */
  readonly accepted: number;
  /** Candidate runs at most. */
  readonly maxRuns: number;
  /** A regression is not told on fewer runs. */
  readonly confirmedBy: number;
  /** Probability of a false regression of this metric. */
  readonly alpha: number;
  readonly prior?: SpreadPrior | undefined;
};

/**
 * What the judge can tell at a run-to-run spread, as minimum effects (0.05 is 5 %); at most `largestEffect`, which says
 * that no threshold helps.
 */
export type SmallestEffect = {
  /** From this threshold on, a release that is worse by the threshold is found in four of five cases. */
  readonly found: number;
  /** From this threshold on, a release that has not changed passes in four of five cases. */
  readonly ruledOut: number;
};

export const largestEffect = 10;

const cases = 1000;
const enough = 0.8;
/** Halves the range of thresholds so often: to within 1 %. */
const halvings = 10;
const leastEffect = 0.001;

/**
 * Simulates the real judge, guards and all, with the same seeded runs for every threshold that it tries: closed forms
 * (noncentral t) know of one look only, and of none of the guards. A regression has to be proven to be more than half
 * of the threshold, a pass to be less than all of it, so that the first needs about twice the threshold.
 */
export function smallestEffect(spread: number, plan: JudgePlan): SmallestEffect {
  const least = (shareAt: (threshold: number) => number): number => {
    if (shareAt(largestEffect) < enough) return largestEffect;
    let low = leastEffect;
    let high = largestEffect;
    for (let i = 0; i < halvings; i++) {
      const middle = Math.sqrt(low * high);
      if (shareAt(middle) < enough) low = middle;
      else high = middle;
    }
    return high;
  };
  return {
    found: least((threshold) => judgedShares(spread, plan, { threshold, effect: threshold }).found),
    ruledOut: least((threshold) => judgedShares(spread, plan, { threshold, effect: 0 }).passed),
  };
}

/** Shares of 1000 simulated releases, worse by `effect`, that are found regressed and that pass. */
export function judgedShares(
  spread: number,
  plan: JudgePlan,
  { threshold, effect, seed = 1 }: { threshold: number; effect: number; seed?: number },
): { readonly found: number; readonly passed: number } {
  const normal = seededNormal(seed);
  const runs = (count: number, centre: number) =>
    Array.from({ length: count }, () => Math.exp(centre + spread * normal()));
  const centre = Math.log1p(effect);
  let [found, passed] = [0, 0];
  for (let i = 0; i < cases; i++) {
    const accepted = runs(plan.accepted, 0);
    const verdict = verdictOf(accepted, runs(plan.maxRuns, centre), plan, threshold);
    if (verdict === 'regressed') found++;
    if (verdict === 'pass' || verdict === 'improved') passed++;
  }
  return { found: found / cases, passed: passed / cases };
}

/** As a trial asks: one run after another until the judge knows. */
function verdictOf(
  accepted: readonly number[],
  candidate: readonly number[],
  { maxRuns, confirmedBy, alpha, prior }: JudgePlan,
  minEffect: number,
): string {
  const options = { minEffect, alpha, maxRuns, ...(prior && { prior }) };
  for (let r = 1; r <= maxRuns; r++) {
    const { verdict } = decide(simulated, accepted, candidate.slice(0, r), options);
    if (verdict !== 'more' && (verdict !== 'regressed' || r >= confirmedBy)) return verdict;
  }
  return 'inconclusive';
}

const simulated = { name: 'simulated', better: 'lower' } as const;
