import { expect, it } from 'vitest';
import { crossingOf, levelOfLooks } from './growing-looks.ts';

// Four million sequences of normal differences each, drawn; their own error is below 0.6 %.
it.each([
  [4, 12, 0.05, 0.141307],
  [4, 12, 0.01, 0.037457],
  [4, 12, 0.002, 0.009197],
  [3, 20, 0.0135, 0.070657],
  [2, 6, 0.01, 0.0342055],
])('from %d to %d pairs, each at %d', (first, last, level, crossed) => {
  expect(crossingOf({ first, last }, level) / crossed).toBeCloseTo(1, 1.7);
  expect(levelOfLooks({ first, last }, crossed) / level).toBeCloseTo(1, 1.7);
});

it('is a plain t test where there is one look', () => {
  for (const level of [0.2, 0.05, 0.001])
    expect(crossingOf({ first: 4, last: 4 }, level) / level).toBeCloseTo(1, 1.5);
});

it('lies between one look and Bonferroni', () => {
  const level = levelOfLooks({ first: 4, last: 12 }, 0.05);
  expect(level).toBeGreaterThan(0.05 / 9);
  expect(level).toBeLessThan(0.05);
});
