import { describe, expect, it } from 'vitest';
import { Luckbox, type Weather } from './weather.ts';

const weather: Weather = { spread: 0.02, shared: 0.5, tails: 'normal', driftHours: null };

describe.each<[string, Weather]>([
  ['usual', weather],
  ['heavy tails', { ...weather, tails: 't4' }],
  ['drifting', { ...weather, driftHours: 12 }],
])('luck, %s', (_, of) => {
  const boxes = Array.from({ length: 3000 }, (_, seed) => new Luckbox(of, `${seed}`));
  const product = (one: (box: Luckbox) => number, two: (box: Luckbox) => number) =>
    boxes.reduce((sum, box) => sum + Math.log(one(box)) * Math.log(two(box)), 0) /
    boxes.length /
    of.spread ** 2;
  const ttfa = (release: string, run: number, hour: number) => (box: Luckbox) =>
    box.of(release, run, hour).ttfa;

  it('has the spread that it is told, shares as much as told between runs, and half between measures', () => {
    const run = ttfa('a', 1, 30);
    expect(product(run, run)).toBeCloseTo(1, 0.7);
    expect(product(run, ttfa('a', 2, 30))).toBeCloseTo(0.5, 0.7);
    expect(product(run, (box) => box.of('a', 1, 30).pace)).toBeCloseTo(0.5, 0.7);
    const next = of.driftHours === null ? 0 : 0.5 * Math.exp(-6 / of.driftHours);
    expect(product(run, ttfa('b', 1, 36))).toBeCloseTo(next, 0.7);
  });
});
