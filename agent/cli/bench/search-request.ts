/** What `--search` asks for: the highest level at which the service levels hold. */
export interface SearchRequest {
  readonly mode: 'concurrency' | 'rate';
  /** The lowest level, measured first. */
  readonly from: number;
  /** The highest level that may be tried. */
  readonly max: number | undefined;
  /** Seconds for the whole search. */
  readonly seconds: number;
  /** Of all requests, so many must keep every service level, 0 to 1. */
  readonly share: number;
  /** A file that keeps the probes, to go on from. */
  readonly resume: string | undefined;
}
