import { decide, type Verdict } from './decide.ts';
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

/** The share is then right to 2 %, and so is the threshold: a fraction of what is not known of the spread. */
const cases = 500;
const missedMost = 0.2 * cases;
/** Halves the range of thresholds so often: to within 1 %. */
const halvings = 10;
const leastEffect = 0.001;

/**
 * Simulates the real judge, guards and all, with the same seeded runs for every threshold that it tries: closed forms
 * (noncentral t) know of one look only, and of none of the guards. A regression has to be proven to be more than half
 * of the threshold, a pass to be less than all of it, so that the first needs about twice the threshold.
 */
export function smallestEffect(spread: number, plan: JudgePlan): SmallestEffect {
  return {
    found: least((threshold) =>
      fourOfFive(spread, plan, { threshold, effect: threshold }, (verdict) => verdict === 'regressed'),
    ),
    ruledOut: least((threshold) =>
      fourOfFive(
        spread,
        plan,
        { threshold, effect: 0 },
        (verdict) => verdict === 'pass' || verdict === 'improved',
      ),
    ),
  };
}

function least(isEnough: (threshold: number) => boolean): number {
  if (!isEnough(largestEffect)) return largestEffect;
  let low = leastEffect;
  let high = largestEffect;
  for (let i = 0; i < halvings; i++) {
    const middle = Math.sqrt(low * high);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

type Question = { readonly threshold: number; readonly effect: number; readonly seed?: number };

function fourOfFive(
  spread: number,
  plan: JudgePlan,
  question: Question,
  wanted: (verdict: Verdict) => boolean,
): boolean {
  let missed = 0;
  for (const verdict of simulatedVerdicts(spread, plan, question, cases)) {
    if (!wanted(verdict)) missed++;
    if (missed > missedMost) return false;
  }
  return true;
}

/** What the judge makes of so many simulated releases that are worse by `effect`. */
export function* simulatedVerdicts(
  spread: number,
  plan: JudgePlan,
  { threshold, effect, seed = 1 }: Question,
  count: number,
): Generator<Verdict> {
  const normal = seededNormal(seed);
  const runs = (many: number, centre: number) =>
    Array.from({ length: many }, () => Math.exp(centre + spread * normal()));
  const shift = Math.log1p(effect);
  for (let i = 0; i < count; i++) {
    const accepted = runs(plan.accepted, 0);
    yield verdictOf(accepted, runs(plan.maxRuns, shift), plan, threshold);
  }
}

/** As a trial asks: one run after another until the judge knows. */
function verdictOf(
  accepted: readonly number[],
  candidate: readonly number[],
  { maxRuns, confirmedBy, alpha, prior }: JudgePlan,
  minEffect: number,
): Verdict {
  const options = { minEffect, alpha, maxRuns, ...(prior && { prior }) };
  for (let r = 1; r <= maxRuns; r++) {
    const { verdict } = decide(simulated, accepted, candidate.slice(0, r), options);
    if (verdict !== 'more' && (verdict !== 'regressed' || r >= confirmedBy)) return verdict;
  }
  return 'inconclusive';
}

const simulated = { name: 'simulated', better: 'lower' } as const;
