/** One question to all detectors: runs of one benchmark, each with its samples; oldest first. */
export type Comparison = {
  readonly baseline: readonly Float64Array[];
  /** As many as R; a detector that knows no repeats takes the first. */
  readonly candidate: readonly Float64Array[];
  /** Five other benchmarks of the same dates, unchanged: the rest of a release of six metrics. */
  readonly others: readonly Pick<Comparison, 'baseline' | 'candidate'>[];
};

/** `open`: it could not tell. Detectors that know two answers never give it. */
export type Answer = 'alarm' | 'pass' | 'open';

/** One row of the table. */
export type Detector = {
  readonly title: string;
  /** Answers in the order of the questions. */
  readonly judge: (questions: readonly Comparison[]) => Promise<Answer[]>;
  /** Whether `alarm` is already that of a release of six metrics, with those in `others`. */
  readonly ofSix?: boolean;
};

/** A detector that answers each question alone. */
export function rule(title: string, alarms: (question: Comparison) => boolean): Detector {
  return {
    title,
    judge: async (questions) => questions.map((question) => (alarms(question) ? 'alarm' : 'pass')),
  };
}

/** What a run comes down to. */
export function medianOf(samples: Float64Array): number {
  const sorted = samples.slice().sort();
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
