import { type AudioFormat, seconds } from '../audio/encoding.ts';
import type { TruthRecord } from '../truth/truth-record.ts';
import type { Beat, StreamEvent, WordTimestamps } from '../wire/messages.ts';
import { Pacer } from './pacer.ts';

/** Why a stream got no or no more audio. */
export type StreamFailure =
  | 'concurrency_limited'
  | 'unserviceable'
  | 'worker_lost'
  | 'internal_error'
  | 'cut';

export type StreamOutcome = 'done' | 'cancelled' | StreamFailure;

/** The HTTP status that belongs to each end. */
export const statusOf: Record<StreamOutcome, number> = {
  done: 200,
  cancelled: 499,
  cut: 200,
  concurrency_limited: 429,
  unserviceable: 503,
  worker_lost: 500,
  internal_error: 500,
};

/** Where the audio goes: one HTTP answer or one context of a WebSocket. */
export interface StreamSink {
  chunk(audio: Uint8Array, info: ChunkInfo): void;
  done(): void;
  failed(failure: StreamFailure): void;
}

export interface ChunkInfo {
  /** Ms since the chunk before, or since the arrival. */
  readonly stepMs: number;
  readonly timestamps: WordTimestamps | undefined;
  /** Bytes of the whole answer; on the first chunk. */
  readonly totalBytes: number | undefined;
}

export interface TtsStreamRequest {
  readonly id: string;
  readonly route: TruthRecord['route'];
  /** `performance.now()` when the request arrived. */
  readonly arrivedAt: number;
  readonly model: string;
  readonly transcript: string;
  readonly format: AudioFormat;
  readonly timestamps: boolean;
  readonly run: string | undefined;
  readonly sink: StreamSink;
}

/** One stream as the API sees it: passes its events on at their time and keeps the truth about them. */
export class TtsStream {
  readonly request: TtsStreamRequest;
  over = false;
  readonly #ended: (outcome: StreamOutcome) => void;
  readonly #pacer = new Pacer();
  readonly #epochMs = Date.now();
  #worker: Beat | undefined;
  #level: number | undefined;
  #assignedAt = 0;
  #lastAt: number;
  #ttfaIntended: number | undefined;
  #ttfaActual: number | undefined;
  #doneIntended: number | undefined;
  #chunks = 0;
  #bytes = 0;
  #expectedBytes = 0;
  #maxGap = 0;
  #maxLateness = 0;
  #faults: readonly string[] = [];
  #outcome: StreamOutcome = 'cancelled';

  constructor(request: TtsStreamRequest, ended: (outcome: StreamOutcome) => void) {
    this.request = request;
    this.#ended = ended;
    this.#lastAt = request.arrivedAt;
  }

  assigned(worker: Beat): void {
    this.#worker = worker;
    this.#assignedAt = performance.now();
  }

  accepted(level: number): void {
    this.#level = level;
  }

  receive(event: StreamEvent, audio: Uint8Array): void {
    if (this.over) return;
    if (event.faults) this.#faults = event.faults;
    if (event.totalBytes !== undefined) this.#expectedBytes = event.totalBytes;
    this.#pacer.add(this.#assignedAt + event.dueMs, ({ intendedAt, actualAt }) => {
      if (event.kind === 'error') return this.fail('internal_error');
      if (event.kind === 'cut') return this.fail('cut');
      if (event.kind === 'chunk') return this.#chunk(event, audio, intendedAt, actualAt);
      this.#doneIntended = intendedAt - this.request.arrivedAt;
      this.request.sink.done();
      this.#end('done');
    });
  }

  fail(failure: StreamFailure): void {
    if (this.over) return;
    this.request.sink.failed(failure);
    this.#end(failure);
  }

  /** The caller went away or cancelled. */
  cancel(): void {
    if (!this.over) this.#end('cancelled');
  }

  /** What happened, once it is over. */
  truth(): TruthRecord {
    const { id, run, route, transcript, format, arrivedAt } = this.request;
    return {
      id,
      at: this.#epochMs,
      run,
      route,
      worker: this.#worker?.pod,
      release: this.#worker?.release,
      level: this.#level,
      outcome: this.#verdict(),
      status: statusOf[this.#outcome],
      chars: transcript.length,
      queueMs: this.#worker ? this.#assignedAt - arrivedAt : performance.now() - arrivedAt,
      ttfaIntendedMs: this.#ttfaIntended,
      ttfaActualMs: this.#ttfaActual,
      doneIntendedMs: this.#doneIntended,
      doneActualMs: this.#lastAt - arrivedAt,
      chunks: this.#chunks,
      maxGapMs: this.#maxGap,
      maxLatenessMs: this.#maxLateness,
      bytes: this.#bytes,
      audioSeconds: seconds(this.#bytes, format),
      faults: this.#faults,
    };
  }

  #chunk(event: StreamEvent, audio: Uint8Array, intendedAt: number, actualAt: number): void {
    const { arrivedAt, sink } = this.request;
    const stepMs = actualAt - this.#lastAt;
    if (this.#chunks === 0) {
      this.#ttfaIntended = intendedAt - arrivedAt;
      this.#ttfaActual = actualAt - arrivedAt;
    } else this.#maxGap = Math.max(this.#maxGap, stepMs);
    this.#lastAt = actualAt;
    this.#maxLateness = Math.max(this.#maxLateness, actualAt - intendedAt);
    this.#chunks += 1;
    this.#bytes += audio.length;
    sink.chunk(audio, { stepMs, timestamps: event.timestamps, totalBytes: event.totalBytes });
  }

  #verdict(): TruthRecord['outcome'] {
    if (this.#outcome === 'done') return this.#bytes < this.#expectedBytes ? 'short' : 'whole';
    if (this.#outcome === 'cancelled' || this.#outcome === 'cut') return this.#outcome;
    return this.#outcome === 'concurrency_limited' || this.#outcome === 'unserviceable' ? 'refused' : 'error';
  }

  #end(outcome: StreamOutcome): void {
    this.over = true;
    this.#outcome = outcome;
    this.#pacer.stop();
    this.#ended(outcome);
  }
}
