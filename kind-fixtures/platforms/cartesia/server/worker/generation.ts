import { type AudioFormat, encode, width } from '../audio/encoding.ts';
import type { Speech } from '../audio/speech.ts';
import { CHUNK_SECONDS } from '../model/performance-model.ts';
import type { StreamEvent, WordTimestamps } from '../wire/messages.ts';
import type { GenerationPlan } from './plan.ts';

/** Events leave this much ahead of the moment they are due, to take the way over the bus out of the measurement. */
const LEAD_MS = 15;

export interface GenerationOptions {
  readonly id: string;
  /** When the API sent the command, on the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly speech: Speech;
  readonly format: AudioFormat;
  readonly timestamps: boolean;
  readonly plan: GenerationPlan;
  /** Streams on this GPU now, this one included. */
  level(): number;
  send(event: StreamEvent, audio: Uint8Array): void;
  /** Called once, when the last event is due or the generation was cancelled. */
  ended(dueMs: number): void;
}

const nothing = new Uint8Array();

/** One running stream: each chunk is due at an absolute time, so that lateness does not add up. */
export class Generation {
  readonly #options: GenerationOptions;
  readonly #last: number;
  #timer: NodeJS.Timeout;
  #sent = 0;
  #due: number;
  #over = false;
  #endsAt = Number.POSITIVE_INFINITY;

  constructor(options: GenerationOptions) {
    this.#options = options;
    this.#last = Math.max(1, Math.round(options.speech.samples * options.plan.keep));
    this.#due = options.plan.ttfaMs;
    this.#timer = this.#at(this.#due - LEAD_MS, () => this.#next());
  }

  /** Still on the GPU at that time (`performance.now()`), whenever its last timer comes round to run. */
  occupies(now: number): boolean {
    return !this.#over && now < this.#endsAt;
  }

  cancel(): void {
    if (!this.#over) this.#end(0);
  }

  #next(): void {
    const { plan, send, id } = this.#options;
    if (plan.outcome === 'error') {
      send({ id, kind: 'error', dueMs: this.#due, faults: plan.faults }, nothing);
      this.#finish();
      return;
    }
    this.#chunk();
    if (this.#sent < this.#last) {
      const whole = this.#chunkSamples();
      const stall = this.#sent <= whole ? plan.stallMs : 0;
      // The last chunk may be a short one, and is made in as short a time.
      const part = Math.min(whole, this.#last - this.#sent) / whole;
      this.#due += plan.gapMs(this.#options.level()) * part + stall;
      this.#timer = this.#at(this.#due - LEAD_MS, () => this.#next());
      return;
    }
    send(
      { id, kind: plan.outcome === 'cut' ? 'cut' : 'done', dueMs: this.#due, faults: plan.faults },
      nothing,
    );
    this.#finish();
  }

  #chunk(): void {
    const { id, plan, speech, format, timestamps, send } = this.#options;
    const from = this.#sent;
    const to = Math.min(this.#last, from + this.#chunkSamples());
    const samples = plan.silent ? new Float32Array(to - from) : speech.read(from, to);
    const words = timestamps
      ? wordsBetween(speech, from / format.sampleRate, to / format.sampleRate)
      : undefined;
    this.#sent = to;
    send(
      {
        id,
        kind: 'chunk',
        dueMs: this.#due,
        ...(from === 0 ? { totalBytes: speech.samples * width(format.encoding), faults: plan.faults } : {}),
        ...(words ? { timestamps: words } : {}),
      },
      encode(samples, format.encoding),
    );
  }

  #chunkSamples(): number {
    return Math.round(CHUNK_SECONDS * this.#options.format.sampleRate);
  }

  /** The stream keeps its place on the GPU until its last event is due, not only sent. */
  #finish(): void {
    this.#endsAt = this.#options.startedAt + this.#due;
    this.#timer = this.#at(this.#due, () => this.#end(this.#due));
  }

  #end(dueMs: number): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#options.ended(dueMs);
  }

  #at(dueMs: number, action: () => void): NodeJS.Timeout {
    return setTimeout(action, Math.max(0, this.#options.startedAt + dueMs - performance.now()));
  }
}

function wordsBetween(speech: Speech, from: number, to: number): WordTimestamps | undefined {
  const words = speech.words.filter(({ start }) => start >= from && start < to);
  if (words.length === 0) return undefined;
  return {
    words: words.map(({ word }) => word),
    start: words.map(({ start }) => Number(start.toFixed(3))),
    end: words.map(({ end }) => Number(end.toFixed(3))),
  };
}
