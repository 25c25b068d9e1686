import { digamma, inverseTrigamma, trigamma } from './polygamma.ts';

/** What a cluster's own A/A runs say about run-to-run spread: SD `s0` on the log scale, worth `d0` degrees of freedom. */
export type SpreadPrior = { readonly s0: number; readonly d0: number };

/** Runs are never alike to better than this, whatever a few of them say. */
const spreadFloor = 0.002;

/** A prior never outweighs so many runs of the metric's own: a metric may be noisier than all others. */
const mostWeight = 20;

/** A sample variance and its degrees of freedom (runs less one). */
export type SampleVariance = { readonly variance: number; readonly df: number };

/** Pools a metric's own variance with the prior, each by its degrees of freedom. */
export function moderate(
  { variance, df }: SampleVariance,
  prior?: SpreadPrior,
): { spread: number; df: number } {
  const d0 = Math.min(prior?.d0 ?? 0, mostWeight);
  const pooled = (d0 * (prior?.s0 ?? 0) ** 2 + df * variance) / (d0 + df);
  return { spread: Math.max(spreadFloor, Math.sqrt(pooled)), df: d0 + df };
}

/**
 * Fits the prior to the variances of many metrics by moments of their logs, as limma does (Smyth 2004, 'Linear models
 * and empirical Bayes methods', 6.2): the more the metrics differ beyond chance, the less one says about another.
 * Undefined below three metrics.
 */
export function fitPrior(variances: readonly SampleVariance[]): SpreadPrior | undefined {
  const usable = variances.filter(({ variance, df }) => df >= 1 && Number.isFinite(variance));
  if (usable.length < 3) return undefined;
  const logs = usable.map(
    ({ variance, df }) =>
      Math.log(Math.max(variance, spreadFloor ** 2 / 100)) - digamma(df / 2) + Math.log(df / 2),
  );
  const n = logs.length;
  const mean = logs.reduce((sum, e) => sum + e, 0) / n;
  const scatter = logs.reduce((sum, e) => sum + (e - mean) ** 2, 0) / (n - 1);
  const beyondChance = scatter - usable.reduce((sum, { df }) => sum + trigamma(df / 2), 0) / n;
  if (!(beyondChance > 0)) return { s0: Math.exp(mean / 2), d0: mostWeight };
  const d0 = 2 * inverseTrigamma(beyondChance);
  const s0 = Math.exp((mean + digamma(d0 / 2) - Math.log(d0 / 2)) / 2);
  return { s0, d0: Math.min(d0, mostWeight) };
}
