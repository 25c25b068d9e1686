import { exitCodes, Interrupted } from './errors.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Owns what a command started. A first Ctrl-C aborts `signal`, so that the command ends and everything owned is
 * given back, last first; a second one leaves at once.
 */
export class Owner implements AsyncDisposable {
  readonly #aborting = new AbortController();
  readonly #owned = new AsyncDisposableStack();
  readonly #process: Pick<NodeJS.Process, 'on' | 'off' | 'exit'>;
  readonly #tell: (text: string) => void;

  constructor(process: Pick<NodeJS.Process, 'on' | 'off' | 'exit'>, tell: (text: string) => void) {
    this.#process = process;
    this.#tell = tell;
    for (const signal of signals) process.on(signal, this.#stop);
  }

  /** Aborted when the user wants out; its reason is an `Interrupted`. */
  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  /** Has `release` called when the command is over, however it ends. */
  own(release: () => Promise<void> | void): void {
    this.#owned.defer(release);
  }

  use<T extends AsyncDisposable | Disposable>(resource: T): T {
    return this.#owned.use(resource);
  }

  readonly #stop = (): void => {
    if (this.#aborting.signal.aborted) this.#process.exit(exitCodes.interrupted);
    this.#tell('Stopping; what was started is being cleaned up. Once more to leave at once.');
    this.#aborting.abort(new Interrupted('Interrupted.'));
  };

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#owned.disposeAsync();
    } finally {
      for (const signal of signals) this.#process.off(signal, this.#stop);
    }
  }
}
