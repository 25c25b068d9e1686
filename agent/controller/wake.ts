import type { Clock } from '../../suites/engine/ports.ts';

/** A sleeper that can be woken; a wake while nobody sleeps is kept for the next sleep. */
export class Wake {
  #pending = false;
  #wake: (() => void) | null = null;

  wake(): void {
    this.#pending = true;
    this.#wake?.();
  }

  /** Resolves after the time, or when woken. Rejects with the signal's reason. */
  async sleep(milliseconds: number, clock: Clock, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    if (this.#pending) woken.abort();
    await clock.sleep(milliseconds, AbortSignal.any([signal, woken.signal])).catch(() => {});
    this.#wake = null;
    this.#pending = false;
    signal.throwIfAborted();
  }
}
