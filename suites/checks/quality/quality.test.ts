import { describe, expect, test } from 'vitest';
import { pinnedPrompts, rightly } from './pinned-prompts.ts';
import { cosine, norm, packVector, unpackVector } from './vectors.ts';
import { wordErrorRate } from './words.ts';

describe('word error rate', () => {
  test.each([
    ['All hands report on deck.', 'all hands report on deck', 0],
    ['All hands report on deck.', 'all hands on deck', 1 / 5],
    ['All hands report on deck.', 'tall hands report on the deck', 2 / 5],
    ['All hands', 'something else entirely different', 2],
    ['All hands', '', 1],
    ["It's café time", "it's cafe time", 0],
  ])('%s, heard as %s', (said, heard, rate) => {
    expect(wordErrorRate(said, heard)).toBeCloseTo(rate);
  });

  test('is unknown where nothing was said', () => {
    expect(wordErrorRate('…', 'word')).toBeNaN();
  });
});

describe('vectors', () => {
  const wave = (length: number, step: number) => Array.from({ length }, (_, index) => Math.sin(index * step));

  test('the cosine is 1 with itself, 0 with a right angle, unknown without a length', () => {
    expect(cosine(wave(1024, 0.1), wave(1024, 0.1))).toBeCloseTo(1);
    expect(cosine([1, 0], [0, 1])).toBe(0);
    expect(cosine([0, 0], [0, 1])).toBeNaN();
    expect(cosine([1, Number.NaN], [0, 1])).toBeNaN();
    expect(cosine([1], [1, 2])).toBeNaN();
  });

  test('the norm is that of long vectors too', () => {
    expect(norm([3, 4])).toBe(5);
    expect(norm(Array(10_000).fill(0.01))).toBeCloseTo(1);
  });

  test('a packed vector keeps its direction', () => {
    const vector = wave(1024, 0.37).map((value, index) => value * (1 + (index % 7)));
    expect(packVector(vector).length).toBeLessThan(1400);
    expect(cosine(unpackVector(packVector(vector)), vector)).toBeGreaterThan(0.9999);
  });
});

test('a pinned prompt takes its answer in a sentence, and not another', () => {
  expect(rightly(pinnedPrompts[0]!, 'The answer is 4.')).toBe(true);
  expect(rightly(pinnedPrompts[0]!, '42')).toBe(false);
});
