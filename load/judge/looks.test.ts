import { expect, it } from 'vitest';
import { boundOfLooks, normalTailAt, tailOfLooks } from './looks.ts';
import { studentTQuantile } from './student-t.ts';

// scipy 1.17, multivariate_t with the correlations of the looks.
it.each([
  [10, 3, 9, 2.2487649967850674, 0.05003357],
  [4, 3, 3, 2.987458157044257, 0.05004024],
  [20, 5, 25, 2.9694680246613268, 0.01000847],
  [8, 2, 13, 1.5, 0.11813592],
])('k = %d, R = %d, df = %d', (baseline, looks, df, t, tail) => {
  expect(tailOfLooks({ baseline, looks }, df, t) / tail).toBeCloseTo(1, 2.5);
  expect(boundOfLooks({ baseline, looks }, df, tail) / t).toBeCloseTo(1, 3);
});

it('lies between one look and Bonferroni', () => {
  const bound = boundOfLooks({ baseline: 10, looks: 3 }, 9, 0.05);
  expect(bound).toBeGreaterThan(studentTQuantile(0.95, 9));
  expect(bound).toBeLessThan(studentTQuantile(1 - 0.05 / 3, 9));
  expect(boundOfLooks({ baseline: 10, looks: 1 }, 9, 0.05)).toBe(studentTQuantile(0.95, 9));
});

it('knows the normal distribution', () => {
  for (const [z, tail] of [
    [0, 0.5],
    [1.959963984540054, 0.025],
    [-1.6448536269514722, 0.95],
    [6, 9.865876450376946e-10],
  ] as const)
    expect(normalTailAt(z) / tail).toBeCloseTo(1, 6);
});
