import { expect, it } from 'vitest';
import { ladder } from './ladder.ts';

it('has whole streams, each step as wide as the precision says and never less than one', () => {
  const rungs = ladder({ mode: 'concurrency', from: 1, max: 50, precision: 0.1 });
  expect(rungs.slice(0, 17)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19]);
  expect(rungs.at(-1)).toBe(50);
  expect(ladder({ mode: 'concurrency', from: 3, max: 3, precision: 0.1 })).toEqual([3]);
});

it('ends at the highest rate allowed', () => {
  expect(ladder({ mode: 'rate', from: 10, max: 12.5, precision: 0.1 })).toEqual([10, 11, 12.1, 12.5]);
});
