import type { EmitRequest } from './emit.ts';
import type { WrittenSlo } from './parse.ts';
import type { SearchRequest } from './search-request.ts';
import type { VersusRequest } from './versus/request.ts';

/** What the command line asked for. Undefined: not said, so that the workload's or the default counts. */
export interface BenchRequest {
  readonly url: string | undefined;
  readonly protocol: string | undefined;
  /** A file, or `platform/name`. */
  readonly workload: string | undefined;
  /** For a workload's levels per GPU. */
  readonly gpus: number;
  readonly concurrency: readonly number[] | undefined;
  readonly rate: readonly number[] | undefined;
  readonly arrivals: 'constant' | 'poisson' | undefined;
  /** A file with the starts of requests. */
  readonly trace: string | undefined;
  readonly rampTo: number | undefined;
  /** Seconds that are measured at each level. */
  readonly duration: number | undefined;
  readonly warmup: number | undefined;
  /** Seconds that a request may take. */
  readonly timeout: number | undefined;
  readonly text: readonly string[] | undefined;
  /** A file with a text on each line, or a JSON array. */
  readonly texts: string | undefined;
  /** Lengths of made-up texts. */
  readonly characters: readonly number[] | undefined;
  /** WAV files, or seconds of made-up ones. */
  readonly clip: readonly string[] | undefined;
  /** Texts in one request. */
  readonly batch: number | undefined;
  readonly pace: 'realtime' | 'fast' | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly apiKeyEnv: string | undefined;
  readonly insecure: boolean;
  readonly slos: readonly WrittenSlo[];
  readonly seed: number | undefined;
  readonly maxRequests: number | undefined;
  /** A file that gets a line for each request. */
  readonly records: string | undefined;
  readonly search: SearchRequest | undefined;
  readonly versus: VersusRequest | undefined;
  readonly emit: EmitRequest | undefined;
  readonly output: 'text' | 'json';
  /** A file that gets the JSON document, whatever is printed. */
  readonly out: string | undefined;
}
