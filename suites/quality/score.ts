import type { Measure } from '../record/finding.ts';

/** A number that says how good an answer was: 1 is perfect, higher is better. */
interface Score {
  readonly title: string;
  /** Relative size of the smallest step that says nothing yet: one word of so many, one answer of so many. */
  readonly resolution: (samples: number) => number;
}

/** The scores that smoke checks may give, by definition id. All of them are shares, so that they compare by their ratio. */
export const scores = {
  words_right: { title: 'words understood', resolution: (words: number) => 1 / words },
  prompts_right: { title: 'pinned prompts answered rightly', resolution: (prompts: number) => 1 / prompts },
  // The same model in another precision or on another GPU moves its vectors by less than this.
  cosine_to_recorded: { title: 'cosine with the recorded vectors', resolution: () => 0.002 },
} as const satisfies Record<string, Score>;
export type ScoreId = keyof typeof scores;

export const isScore = (definition: string): definition is ScoreId => Object.hasOwn(scores, definition);

/** One score as a measure of a finding; `samples`: words, prompts or vectors behind it. */
export const score = (definition: ScoreId, value: number, samples: number): Measure => ({
  definition,
  value: Math.min(1, Math.max(0, Math.round(value * 1e6) / 1e6)),
  unit: 'ratio',
  samples,
});
