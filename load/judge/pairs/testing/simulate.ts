import { random } from '../../../search/testing/service-model.ts';
import type { Decision } from '../../decide.ts';
import { comparePairs, type Pair, type PairedMetric } from '../compare.ts';
import type { PairOptions } from '../judge-differences.ts';
import { orderOfPair } from '../order.ts';

/** Uniform numbers from 0 to 1. */
type Uniform = () => number;

export const normal = (uniform: Uniform): number =>
  Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

/** Student's t with three degrees of freedom: strays, but a variance. */
export const heavy = (uniform: Uniform): number => {
  const squares = [0, 0, 0].reduce((sum) => sum + normal(uniform) ** 2, 0);
  return normal(uniform) / Math.sqrt(squares / 3);
};

/** Normal, and every twentieth run thirty times as far off. */
export const strays = (uniform: Uniform): number => normal(uniform) * (uniform() < 0.05 ? 30 : 1);

/** Two services that are measured in pairs; all on the log scale. */
export type Model = {
  /** How much slower the new one is. */
  readonly effect: number;
  /** SD of what both runs of a pair have in common, and of what each has of its own. */
  readonly shared: number;
  readonly own: number;
  readonly noise?: (uniform: Uniform) => number;
  /** What the moment adds to whatever is measured then, by the number of the run. */
  readonly drift?: (run: number) => number;
};

export const latency: PairedMetric = { name: 'ttfa_p50', better: 'lower', scale: 'ratio' };

/** As many pairs as are asked for, in the order in which they would be measured. */
export function pairsOf(model: Model, seed: number, count: number): Pair[] {
  const { effect, shared, own, noise = normal, drift = () => 0 } = model;
  const uniform = random(seed);
  return Array.from({ length: count }, (_, pair) => {
    const common = shared * normal(uniform);
    const values = { old: 0, new: 0 };
    for (const [nth, side] of orderOfPair(seed, pair).entries()) {
      const log = common + own * noise(uniform) + drift(2 * pair + nth) + (side === 'new' ? effect : 0);
      values[side] = 100 * Math.exp(log);
    }
    return values;
  });
}

/** The verdict of one comparison, and after how many pairs. */
export function compareOnce(
  model: Model,
  seed: number,
  options: PairOptions = {},
): { verdict: Decision['verdict']; pairs: number } {
  const { minPairs = 4, maxPairs = 12 } = options;
  const all = pairsOf(model, seed, maxPairs);
  for (let pairs = minPairs; ; pairs++) {
    const { verdict } = comparePairs(latency, all.slice(0, pairs), options);
    if (verdict !== 'more') return { verdict, pairs };
  }
}
