import { tokensOf } from './embed.ts';

export interface Score {
  item_id: string;
  score: number;
  rank: number;
}

/** How much of the query's words a text holds, long words counting more, pressed between 0 and 1. */
export function relevance(query: string, text: string): number {
  const has = new Set(tokensOf(text));
  const words = [...new Set(tokensOf(query))];
  const weight = (some: readonly string[]) =>
    some.reduce((sum, word) => sum + Math.max(0.1, word.length - 2), 0);
  const share = weight(words.filter((word) => has.has(word))) / (weight(words) || 1);
  return 1 / (1 + Math.exp(-12 * (share - 0.35)));
}

/** Best first. */
export function ranked(scores: readonly { id: string; score: number }[]): Score[] {
  return scores
    .toSorted((left, right) => right.score - left.score)
    .map(({ id, score }, rank) => ({ item_id: id, score, rank }));
}
