import { expect, it } from 'vitest';
import { judgeRange } from './range.ts';

const ttfa = { name: 'ttfa_p95', better: 'lower', unit: 'ms' } as const;
const chars = { name: 'chars_per_second', better: 'higher', unit: 'chars/s' } as const;
const source = "vendor's table, April 2026";

it('knows the worse side', () => {
  expect(judgeRange(ttfa, 214, { max: 165, source })).toMatchObject({
    verdict: 'outside',
    reason: "ttfa_p95 is 214 ms, expected up to 165 (vendor's table, April 2026)",
  });
  expect(judgeRange(ttfa, 214, { max: 165, source }).excess).toBeCloseTo(0.297, 3);
  expect(judgeRange(ttfa, 20, { min: 50, max: 165, source }).verdict).toBe('inside');
  expect(judgeRange(chars, 500, { min: 550, source }).verdict).toBe('outside');
  expect(judgeRange(chars, 900, { min: 550, max: 700, source }).verdict).toBe('inside');
});

it('does not judge what it does not know', () => {
  expect(judgeRange(ttfa, undefined, { max: 165, source }).verdict).toBe('inconclusive');
  expect(judgeRange(ttfa, Number.NaN, { max: 165, source }).verdict).toBe('inconclusive');
  expect(judgeRange(ttfa, 100, { min: 50, source }).verdict).toBe('inconclusive');
});
