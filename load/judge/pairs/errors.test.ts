import { expect, it } from 'vitest';
import { compareOnce, heavy, type Model, strays } from './testing/simulate.ts';

const trials = 4000;
const shared = 0.04;

/** How often a verdict is given, and the most that a share of `bound` brings by luck in so many trials (3 SD). */
const shareOf = (model: Model, verdict: string): number => {
  let seen = 0;
  for (let seed = 0; seed < trials; seed++) if (compareOnce(model, seed).verdict === verdict) seen++;
  return seen / trials;
};
const byLuck = (bound: number) => bound + 3 * Math.sqrt((bound * (1 - bound)) / trials);

const halfway = Math.log(1.025);
const limit = Math.log(1.05);
const rising = (run: number) => 0.01 * run;
const wandering = (run: number) => 0.1 * Math.sin(run / 3) + 0.3 * Math.sin(run / 11);

it.each<[string, Omit<Model, 'effect'>]>([
  ['little noise', { shared, own: 0.005 }],
  ['as much noise as shift', { shared, own: 0.03 }],
  ['much noise', { shared, own: 0.1 }],
  ['heavy tails', { shared, own: 0.02, noise: heavy }],
  ['strays', { shared, own: 0.01, noise: strays }],
  ['a steady drift', { shared, own: 0.01, drift: rising }],
  ['a wandering drift', { shared, own: 0.005, drift: wandering }],
])('with %s, all looks together err no more often than they may', (_, noise) => {
  // Where nothing has changed, where it is just no regression (up to alpha), and at the limit itself (up to beta).
  expect(shareOf({ ...noise, effect: 0 }, 'regressed')).toBeLessThan(0.03);
  expect(shareOf({ ...noise, effect: halfway }, 'regressed')).toBeLessThan(byLuck(0.05));
  expect(shareOf({ ...noise, effect: limit }, 'pass')).toBeLessThan(byLuck(0.05));
});
