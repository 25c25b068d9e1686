import { studentTQuantile } from './student-t.ts';

/**
 * Looking again, correctly: a candidate is judged after 1, 2, … up to R runs against the same k accepted ones, and each
 * look is a chance to err. The looks share the baseline, its variance and the earlier runs, so they err together: the
 * exact bound lies between one look's (too low) and Bonferroni's α/R (too high).
 *
 * With information I(r) = 1/(1/r + 1/k) the differences are a Brownian motion in I (the canonical joint distribution
 * of Jennison and Turnbull, 'Group Sequential Methods', 2000, 3.1): integrated from look to look as Armitage,
 * McPherson and Rowe (1969) do, then over the χ² of the estimated variance.
 */
export type Looks = {
  readonly baseline: number;
  readonly looks: number;
  /**
   * `even`: each look has the same bound (Pocock), so that a clear case needs one run. `late`: earlier looks have higher
   * ones, as √(I(R)/I(r)) (O'Brien and Fleming), and leave nearly all of the chance to err, and so to find, to the last.
   */
  readonly spent: 'even' | 'late';
};

/** How much higher the bound of the r-th look is than that of the last. */
export const heightOf = ({ baseline, looks, spent }: Looks, r: number): number =>
  spent === 'even' ? 1 : Math.sqrt((1 / r + 1 / baseline) / (1 / looks + 1 / baseline));

/** The t of the last look; where there is no effect, some look exceeds it, times its height, with probability `alpha`. */
export function boundOfLooks(of: Looks, df: number, alpha: number): number {
  return remembered(bounds, `${keyOf(of)} ${df} ${alpha}`, () => {
    const single = studentTQuantile(1 - alpha, df);
    if (of.looks <= 1) return single;
    let low = single;
    let high = studentTQuantile(1 - alpha / of.looks, df);
    for (let step = 0; step < 40; step++) {
      const middle = (low + high) / 2;
      if (tailOfLooks(of, df, middle) > alpha) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  });
}

/** Probability that the t of some look exceeds `t`, times its height, where there is no effect. */
export function tailOfLooks(of: Looks, df: number, t: number): number {
  const tail = remembered(tails, keyOf(of), () => normalTail(of));
  let sum = 0;
  for (const { s, weight } of remembered(spreads, `${df}`, () => spreadsOf(df))) sum += weight * tail(t * s);
  return sum;
}

const keyOf = ({ baseline, looks, spent }: Looks): string => `${baseline} ${looks} ${spent}`;

type Spread = { readonly s: number; readonly weight: number };

/** What an SD estimated with `df` may be where the true one is 1: trapezoids over ln s², which is smooth. */
function spreadsOf(df: number): Spread[] {
  const width = Math.sqrt(160 / df);
  const from = -width - 80 / df;
  const steps = 160;
  const spread = Array.from({ length: steps + 1 }, (_, i) => {
    const x = from + ((width - from) * i) / steps;
    return { s: Math.exp(x / 2), weight: Math.exp((df / 2) * (x + 1 - Math.exp(x))) };
  });
  const total = spread.reduce((sum, { weight }) => sum + weight, 0);
  return spread
    .map(({ s, weight }) => ({ s, weight: weight / total }))
    .filter(({ weight }) => weight > 1e-12);
}

const bounds = new Map<string, number>();
const spreads = new Map<string, Spread[]>();
const tails = new Map<string, (z: number) => number>();

/** Baselines have few lengths and few priors, so that what was worked out serves again; bounded all the same. */
function remembered<T>(memory: Map<string, T>, key: string, work: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= 4096) memory.clear();
  const value = work();
  memory.set(key, value);
  return value;
}

const gridStep = 0.08;
const gridFrom = -2;
const gridTo = 8;

/** P(some look's z > b · its height) where the variance is known, for b above −2: worked out on a grid, linear in its log. */
function normalTail(of: Looks): (b: number) => number {
  const logs: number[] = [];
  for (let b = gridFrom; b <= gridTo + gridStep; b += gridStep) logs.push(Math.log(crossing(of, b)));
  return (b) => {
    if (b >= gridTo) return 0;
    const at = Math.max(0, (b - gridFrom) / gridStep);
    const i = Math.floor(at);
    return Math.exp(logs[i]! + (at - i) * ((logs[i + 1] ?? logs[i]!) - logs[i]!));
  };
}

/** P(z of some look > b · its height); sums what leaves at each look, so that small probabilities keep their digits. */
function crossing(of: Looks, b: number): number {
  const { baseline: k, looks } = of;
  const nodes = 40 + 10 * looks;
  /** The z that have not left at a look, and the weight of each in Simpson's rule. */
  const stayAt = (r: number) => {
    const bound = b * heightOf(of, r);
    const from = Math.min(bound, 0) - 6;
    const width = (bound - from) / nodes;
    const weights = (i: number) => (width / 3) * (i === 0 || i === nodes ? 1 : i % 2 ? 4 : 2);
    return { bound, weights, zs: Array.from({ length: nodes + 1 }, (_, i) => from + i * width) };
  };
  let here = stayAt(1);
  let density = here.zs.map(normalDensity);
  let left = normalTailAt(here.bound);
  for (let r = 1; r < looks; r++) {
    const now = Math.sqrt(1 / (1 / r + 1 / k));
    const next = Math.sqrt(1 / (1 / (r + 1) + 1 / k));
    const spread = Math.sqrt(next * next - now * now);
    const { zs, weights } = here;
    const there = stayAt(r + 1);
    const mass = density.map((value, i) => value * weights(i));
    left += mass.reduce(
      (sum, m, i) => sum + m * normalTailAt((there.bound * next - zs[i]! * now) / spread),
      0,
    );
    if (r + 1 < looks)
      density = there.zs.map((y) =>
        mass.reduce(
          (sum, m, i) => sum + (m * next * normalDensity((y * next - zs[i]! * now) / spread)) / spread,
          0,
        ),
      );
    here = there;
  }
  return Math.min(1, left);
}

const normalDensity = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

/** Upper tail of the normal distribution, relative error below 1.2e-7 (Numerical Recipes, 3rd ed., 6.2.2). */
export function normalTailAt(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const series = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
    1.00002368, -1.26551223,
  ];
  const tail = 0.5 * t * Math.exp(-x * x + series.reduce((sum, c) => sum * t + c, 0));
  return z > 0 ? tail : 1 - tail;
}
