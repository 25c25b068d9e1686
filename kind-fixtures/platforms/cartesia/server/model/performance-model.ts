import { CHARS_PER_SECOND } from '../audio/speech.ts';
import { levelAt, type PerformanceLevel, type PerformanceTable } from './performance-table.ts';
import type { Random } from './random.ts';

/** z of the 95th percentile of the standard normal distribution. */
const Z95 = 1.6449;

/** Spread (SD of the log) of the pace from request to request. Assumption: the table's RTF p50 and p95 are nearly equal. */
const PACE_SPREAD = 0.03;

/** Generation is never faster than this, however short the text: ms per second of audio. */
const FASTEST_MS = 20;

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
    return {
      ttfaMs: level.ttfaP50Ms * Math.exp(spread(level) * random.normal()),
      pace: Math.exp(PACE_SPREAD * random.normal()),
    };
  }

  /**
   * Milliseconds of generation per second of audio after the first chunk, for each of the concurrent streams.
   * The vendor does not say how long its benchmark's texts were. Assumption: the published characters per
   * second hold for texts of any length, so the pace makes up for the weight of the first audio.
   */
  msPerAudioSecond(concurrency: number, chars: number): number {
    const level = levelAt(this.#table, concurrency);
    const requestMs = (chars * Math.max(1, concurrency) * 1000) / level.charsPerSecond;
    const meanTtfaMs = level.ttfaP50Ms * Math.exp(spread(level) ** 2 / 2);
    const audioSeconds = chars / CHARS_PER_SECOND - CHUNK_SECONDS;
    return audioSeconds <= 0 ? FASTEST_MS : Math.max(FASTEST_MS, (requestMs - meanTtfaMs) / audioSeconds);
  }
}

/** SD of the log of the TTFA. */
function spread(level: PerformanceLevel): number {
  return Math.log(level.ttfaP95Ms / level.ttfaP50Ms) / Z95;
}
