import { type DecideOptions, type Decision, decide, type JudgedMetric } from './decide.ts';

/**
 * Holm's step-down procedure: which of the hypotheses may be rejected, so that the probability of even one false
 * rejection stays below `alpha`. In the order given.
 */
export function holm(pValues: readonly number[], alpha: number): boolean[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const rejected = pValues.map(() => false);
  for (const [rank, { p, index }] of order.entries()) {
    if (!(p <= alpha / (pValues.length - rank))) break;
    rejected[index] = true;
  }
  return rejected;
}

export type JudgedCase = {
  readonly metric: JudgedMetric;
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  /** Its own, where it is not that of all. */
  readonly minEffect?: number;
};

/**
 * Decides the primary metrics of one release together, in the order given. Each is judged alone first; a
 * `regressed` that does not hold against all of them (Holm) becomes `more`, or `inconclusive` at the last run. One that
 * nothing can be said about counts as one of them: what is missing must not make it easier to condemn the others.
 */
export function decideTogether(cases: readonly JudgedCase[], options: DecideOptions = {}): Decision[] {
  const { alpha = 0.05, maxRuns = 3 } = options;
  const alone = cases.map(({ metric, baseline, candidate, minEffect }) =>
    decide(metric, baseline, candidate, minEffect === undefined ? options : { ...options, minEffect }),
  );
  const holds = holm(
    alone.map(({ p }) => p ?? 1),
    alpha,
  );
  return alone.map((decision, index) => {
    if (decision.verdict !== 'regressed' || holds[index]) return decision;
    const verdict = cases[index]!.candidate.length < maxRuns ? 'more' : 'inconclusive';
    return {
      ...decision,
      verdict,
      reason: `${decision.reason}; not certain enough among ${cases.length} metrics`,
    };
  });
}
