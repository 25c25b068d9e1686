/** What a paced event was: when it should have been handed on and when it was, ms on the monotonic clock. */
export interface Paced {
  readonly intendedAt: number;
  readonly actualAt: number;
}

interface Waiting {
  readonly at: number;
  readonly emit: (paced: Paced) => void;
}

/** Hands the events of one stream on in their order, none before its time. */
export class Pacer {
  readonly #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `at`: ms on the clock of `performance.now()`. */
  add(at: number, emit: (paced: Paced) => void): void {
    this.#waiting.push({ at, emit });
    if (this.#waiting.length === 1) this.#wait();
  }

  /** Nothing more is handed on. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #wait(): void {
    const next = this.#waiting[0];
    if (!next) return;
    const left = next.at - performance.now();
    if (left > 0.2) {
      this.#timer = setTimeout(() => this.#wait(), left);
      return;
    }
    this.#waiting.shift();
    next.emit({ intendedAt: next.at, actualAt: performance.now() });
    this.#wait();
  }
}
