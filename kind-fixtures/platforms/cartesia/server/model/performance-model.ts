import { CHARS_PER_SECOND } from '../audio/speech.ts';
import { levelAt, type PerformanceTable } from './performance-table.ts';
import type { Random } from './random.ts';

/** z of the 95th percentile of the standard normal distribution. */
const Z95 = 1.6449;

/** Spread (SD of the log) of the pace from request to request. Assumption: the table's RTF p50 and p95 are nearly equal. */
const PACE_SPREAD = 0.03;

/**
 * Length of the vendor's benchmark text: not published, an assumption. At this length the table's
 * characters per second are met exactly; shorter texts are a little slower, as the first audio weighs more.
 */
export const REFERENCE_CHARS = 120;

/** Seconds of audio in one chunk. Assumption: the vendor publishes none. */
export const CHUNK_SECONDS = 0.2;

/** The luck of one request. */
export interface Draw {
  /** From the request's arrival at an idle moment to its first chunk. */
  readonly ttfaMs: number;
  /** Multiplies the pace of this request. */
  readonly pace: number;
}

/** How fast one GPU answers at a number of concurrent streams, after a vendor's table. */
export class PerformanceModel {
  readonly #table: PerformanceTable;

  constructor(table: PerformanceTable) {
    this.#table = table;
  }

  /** TTFA is lognormal with the table's p50 and p95 at this concurrency. */
  draw(concurrency: number, random: Random): Draw {
    const level = levelAt(this.#table, concurrency);
    const sigma = Math.log(level.ttfaP95Ms / level.ttfaP50Ms) / Z95;
    return {
      ttfaMs: level.ttfaP50Ms * Math.exp(sigma * random.normal()),
      pace: Math.exp(PACE_SPREAD * random.normal()),
    };
  }

  /** Milliseconds of generation per second of audio after the first chunk, for each of the concurrent streams. */
  msPerAudioSecond(concurrency: number): number {
    const level = levelAt(this.#table, concurrency);
    const streams = Math.max(1, concurrency);
    const requestMs = (REFERENCE_CHARS * streams * 1000) / level.charsPerSecond;
    const audioSeconds = REFERENCE_CHARS / CHARS_PER_SECOND - CHUNK_SECONDS;
    return (requestMs - level.ttfaP50Ms) / audioSeconds;
  }
}
