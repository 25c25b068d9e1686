import { expect, it } from 'vitest';
import { latency } from './testing/simulate.ts';
import { comparePairsTogether } from './together.ts';

const own = [1.004, 0.993, 1.008, 0.996];
const slower = (factor: number) => ({
  metric: latency,
  pairs: own.map((noise) => ({ old: 100, new: 100 * factor * noise })),
});
const verdicts = (...factors: number[]) =>
  comparePairsTogether(factors.map(slower)).map(({ verdict }) => verdict);

it('holds a regression back that may be luck among many', () => {
  expect(verdicts(1.045)).toEqual(['regressed']);
  const among = comparePairsTogether([1.045, 1, 1, 1, 1, 1].map(slower));
  expect(among[0]).toMatchObject({
    verdict: 'more',
    reason: expect.stringContaining('not certain enough among 6 metrics'),
  });
  expect(verdicts(1.15, 1, 1, 1, 1, 1)).toEqual(['regressed', 'pass', 'pass', 'pass', 'pass', 'pass']);
});
