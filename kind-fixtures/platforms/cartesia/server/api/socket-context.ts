import type { ChunkInfo, StreamFailure, StreamSink, TtsStream } from '../dispatch/tts-stream.ts';
import type { Caller } from './caller.ts';
import { type Problem, problemEvent, problemOf } from './problem.ts';
import type { SocketInput } from './tts-request.ts';

/** Text of a context that is spoken in one go, or the answer to a flush. */
interface Segment {
  readonly transcript: string;
  readonly input: SocketInput;
  /** `performance.now()` when the message that completed it came. */
  readonly arrivedAt: number;
  readonly flushId: number;
  readonly flushed: boolean;
}

export interface ContextOptions {
  readonly id: string;
  readonly caller: Caller;
  /** Used for `max_buffer_delay_ms` where the caller gives none; it depends on the API version. */
  readonly defaultDelayMs: number;
  start(transcript: string, input: SocketInput, arrivedAt: number, sink: StreamSink): TtsStream;
  send(event: object): void;
  /** The connection is to be dropped. */
  cut(): void;
  /** Called once: after `done`, after an error, or after a cancellation. */
  closed(status: number): void;
}

const sentenceEnd = /[.!?]["')\]]?\s*$/;
const MAX_SEGMENTS = 256;

/** One context of a WebSocket: its texts are spoken one after the other, in the order they came. */
export class SocketContext {
  readonly #options: ContextOptions;
  readonly #segments: Segment[] = [];
  #buffer = '';
  #timer: NodeJS.Timeout | undefined;
  #running: TtsStream | undefined;
  #flushId = 1;
  #complete = false;
  #over = false;

  constructor(options: ContextOptions) {
    this.#options = options;
  }

  input(input: SocketInput): Problem | undefined {
    if (this.#segments.length >= MAX_SEGMENTS) return problemOf('concurrency_limited');
    this.#buffer += input.transcript;
    this.#complete = !input.continue;
    const delay = input.max_buffer_delay_ms ?? this.#options.defaultDelayMs;
    clearTimeout(this.#timer);
    if (this.#complete || input.flush || delay === 0 || sentenceEnd.test(this.#buffer)) this.#release(input);
    else this.#timer = setTimeout(() => this.#release(input), delay);
    return undefined;
  }

  /** Nothing more of this context is sent. */
  cancel(): void {
    this.#end(499);
    this.#running?.cancel();
  }

  #release(input: SocketInput): void {
    const transcript = this.#buffer;
    const arrivedAt = performance.now();
    this.#buffer = '';
    const flushed = input.flush === true;
    if (/\S/.test(transcript) || flushed) {
      this.#segments.push({ transcript, input, arrivedAt, flushId: this.#flushId, flushed });
      if (flushed) this.#flushId += 1;
    }
    this.#next();
  }

  #next(): void {
    if (this.#over || this.#running) return;
    const segment = this.#segments.shift();
    if (segment) {
      this.#speak(segment);
      return;
    }
    if (!this.#complete) return;
    this.#send({ type: 'done', done: true, status_code: 200 });
    this.#end(200);
  }

  #speak(segment: Segment): void {
    if (!/\S/.test(segment.transcript)) {
      this.#spoken(segment);
      return;
    }
    const { flushId, input, arrivedAt } = segment;
    this.#running = this.#options.start(segment.transcript, input, arrivedAt, {
      chunk: (audio, info) => this.#chunk(audio, info, flushId),
      done: () => this.#spoken(segment),
      failed: (failure) => this.#failed(failure),
    });
  }

  #chunk(audio: Uint8Array, { stepMs, timestamps }: ChunkInfo, flushId: number): void {
    const data = Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength).toString('base64');
    this.#send({ type: 'chunk', data, done: false, status_code: 206, step_time: stepMs, flush_id: flushId });
    if (timestamps) {
      this.#send({
        type: 'timestamps',
        done: false,
        status_code: 206,
        word_timestamps: timestamps,
        flush_id: flushId,
      });
    }
  }

  #spoken({ flushed, flushId }: Segment): void {
    this.#running = undefined;
    if (flushed) {
      this.#send({ type: 'flush_done', done: false, flush_done: true, flush_id: flushId, status_code: 206 });
    }
    this.#next();
  }

  #failed(failure: StreamFailure): void {
    if (this.#over) return;
    if (failure === 'cut') {
      this.#options.cut();
      return;
    }
    const problem = problemOf(failure);
    this.#options.send(problemEvent(this.#options.caller, problem, this.#options.id));
    this.#end(problem.status);
  }

  #send(event: object): void {
    if (!this.#over) this.#options.send({ ...event, context_id: this.#options.id });
  }

  #end(status: number): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#segments.length = 0;
    this.#options.closed(status);
  }
}
