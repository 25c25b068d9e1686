import { expect, it } from 'vitest';
import { boundOfLooks, heightOf, normalTailAt, tailOfLooks } from './looks.ts';
import { studentTQuantile } from './student-t.ts';

// scipy 1.17, multivariate_t with the correlations of the looks.
it.each([
  ['even', 10, 3, 9, 2.2487649967850674, 0.05003357],
  ['even', 4, 3, 3, 2.987458157044257, 0.05004024],
  ['even', 20, 5, 25, 2.9694680246613268, 0.01000847],
  ['even', 8, 2, 13, 1.5, 0.11813592],
  ['late', 10, 3, 9, 1.9, 0.05426539],
  ['late', 4, 3, 3, 2.5, 0.05569252],
  ['late', 20, 5, 25, 2.6, 0.00937335],
  ['late', 8, 2, 13, 1.5, 0.08974946],
] as const)('%s: k = %d, R = %d, df = %d', (spent, baseline, looks, df, t, tail) => {
  expect(tailOfLooks({ baseline, looks, spent }, df, t) / tail).toBeCloseTo(1, 2.5);
  expect(boundOfLooks({ baseline, looks, spent }, df, tail) / t).toBeCloseTo(1, 3);
});

it('lies between one look and Bonferroni, late below even, and early looks above', () => {
  const late = { baseline: 10, looks: 3, spent: 'late' } as const;
  const even = boundOfLooks({ ...late, spent: 'even' }, 9, 0.05);
  expect(boundOfLooks(late, 9, 0.05)).toBeGreaterThan(studentTQuantile(0.95, 9));
  expect(boundOfLooks(late, 9, 0.05)).toBeLessThan(even);
  expect(even).toBeLessThan(studentTQuantile(1 - 0.05 / 3, 9));
  expect(heightOf(late, 1) * boundOfLooks(late, 9, 0.05)).toBeGreaterThan(even);
  expect(heightOf(late, 3)).toBe(1);
  expect(boundOfLooks({ ...late, looks: 1 }, 9, 0.05)).toBe(studentTQuantile(0.95, 9));
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
