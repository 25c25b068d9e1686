/** What a measured number means. A value without its definition cannot be compared with another tool's. */
export type Definition = {
  /** Stable id, as used in results, baselines and metric labels, such as `ttfa_p95`. */
  readonly id: string;
  readonly title: string;
  /** How it is computed, in words that leave no choice. */
  readonly formula: string;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  /** Where the definition comes from. */
  readonly source: string;
};

export type Unit = 'ms' | 'ratio' | '1/s' | 'chars/s' | 'audio s/s' | 'tokens/s' | 'events/s' | 'items/s';

/** A measure with one sample per request or per read, kept as a histogram of whole microseconds or millionths. */
export type Measure = Definition & {
  /** Samples of one request hang together: its percentiles stand on the number of requests. */
  readonly clustered?: true;
};

/** Our own; nobody else's number by that name is meant. */
export const own = 'seatrial';

/** Cartesia's documentation of self-hosting. */
export const tts = 'vendor docs (TTFA, RTF, chars/s)';

export const lower = { better: 'lower' } as const;
export const higher = { better: 'higher' } as const;
