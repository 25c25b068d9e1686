import { score } from '../../quality/score.ts';
import type { Measure } from '../../record/finding.ts';

/** Words as they are compared: lower case, without punctuation and accents, numbers as they are written. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}'\s]/gu, '')
    .split(/\s+/)
    .filter((word) => word !== '');

/**
 * Word error rate: substituted, left out and added words by the number of words that were said (the least such
 * number, Levenshtein over words). 0 is perfect, above 1 is possible. NaN where nothing was said.
 */
export function wordErrorRate(said: string, heard: string): number {
  const wanted = wordsOf(said);
  const got = wordsOf(heard);
  if (wanted.length === 0) return Number.NaN;
  let row = got.map((_, index) => index + 1);
  let before = 0;
  for (const [index, word] of wanted.entries()) {
    const next: number[] = [];
    let left = index + 1;
    let diagonal = before;
    for (const [column, other] of got.entries()) {
      const above = row[column]!;
      left = Math.min(left + 1, above + 1, diagonal + (word === other ? 0 : 1));
      next.push(left);
      diagonal = above;
    }
    row = next;
    before = index + 1;
  }
  return (row.at(-1) ?? wanted.length) / wanted.length;
}

/** Synthesised speech of plain words, heard by a recogniser of our day: more wrong words than these are not an accent. */
export const understoodBelow = 0.3;

/** The share of words that came through, of those that were said. */
export const wordsRight = (said: string, errors: number): Measure =>
  score('words_right', 1 - errors, wordsOf(said).length);
