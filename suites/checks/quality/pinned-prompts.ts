import { score } from '../../quality/score.ts';
import type { Measure } from '../../record/finding.ts';

/** A question with one right answer, for a model that follows instructions at all. */
export interface PinnedPrompt {
  readonly prompt: string;
  /** The answer holds it, whatever else it says. */
  readonly answer: RegExp;
}

/** Asked with temperature 0 and few tokens. No single answer counts: a small model may miss one, a broken one misses most. */
export const pinnedPrompts: readonly PinnedPrompt[] = [
  { prompt: 'What is 2 + 2? Answer with the number only.', answer: /\b(4|four)\b/i },
  { prompt: 'What is the capital of France? Answer with one word.', answer: /\bparis\b/i },
  { prompt: 'Repeat this word and nothing else: anchor', answer: /\banchor\b/i },
  { prompt: 'Which is larger, 9 or 5? Answer with the number only.', answer: /\b(9|nine)\b/i },
];

/** Prompts answered rightly that a model must reach to be said to make sense. */
export const sensibleFrom = Math.ceil(pinnedPrompts.length / 2);

export const rightly = ({ answer }: PinnedPrompt, text: string): boolean => answer.test(text);

/** The share of the pinned prompts that was answered rightly. */
export const promptsRight = (right: number): Measure =>
  score('prompts_right', right / pinnedPrompts.length, pinnedPrompts.length);
