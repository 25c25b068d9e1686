import type { Bus, BusMessage, Handle } from './bus.ts';

interface Listener {
  readonly subject: string;
  readonly handler: (message: BusMessage) => void;
  readonly queue: string | undefined;
}

/** A bus inside one process, for tests of the roles without a server. Subjects are compared as they are. */
export class LocalBus implements Bus {
  readonly #listeners = new Set<Listener>();
  connected = true;

  publish(subject: string, data: Uint8Array): void {
    this.#deliver(subject, data, () => {});
  }

  subscribe(subject: string, handler: (message: BusMessage) => void, queue?: string): Handle {
    const listener: Listener = { subject, handler, queue };
    this.#listeners.add(listener);
    return { close: () => void this.#listeners.delete(listener) };
  }

  request(subject: string, data: Uint8Array, timeoutMs: number): Promise<Uint8Array | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), timeoutMs);
      const answered = (answer: Uint8Array | undefined) => {
        clearTimeout(timer);
        resolve(answer);
      };
      if (this.#deliver(subject, data, answered) === 0) answered(undefined);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear();
  }

  #deliver(subject: string, data: Uint8Array, respond: (data: Uint8Array) => void): number {
    const groups = new Set<string>();
    const chosen = [...this.#listeners].filter((listener) => {
      if (listener.subject !== subject) return false;
      if (listener.queue === undefined) return true;
      const first = !groups.has(listener.queue);
      groups.add(listener.queue);
      return first;
    });
    for (const { handler } of chosen) queueMicrotask(() => handler({ data, respond }));
    return chosen.length;
  }
}
