import type { LoadDriver, LoadRunOptions } from '../../load/driver.ts';
import type { LoadPlan } from '../../load/plan.ts';
import type { LoadResult } from '../../load/result.ts';

/**
 * Load that outlives the agent: when the agent is told to stop, its load Jobs go on, within their own deadline, and
 * the next agent finds them by their id and reads on. Whatever else ends a run still stops its load.
 */
export class HandedOverLoad implements LoadDriver {
  readonly #driver: LoadDriver;
  readonly #shutdown: AbortSignal;

  constructor(driver: LoadDriver, shutdown: AbortSignal) {
    this.#driver = driver;
    this.#shutdown = shutdown;
  }

  async run(plan: LoadPlan, { signal, ...options }: LoadRunOptions): Promise<LoadResult> {
    this.#shutdown.throwIfAborted();
    const stop = new AbortController();
    const { promise: leaving, reject } = Promise.withResolvers<never>();
    const leave = () => reject(this.#shutdown.reason);
    const end = () => {
      if (!this.#shutdown.aborted) stop.abort(signal?.reason);
    };
    this.#shutdown.addEventListener('abort', leave, { once: true });
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
    try {
      return await Promise.race([this.#driver.run(plan, { ...options, signal: stop.signal }), leaving]);
    } finally {
      this.#shutdown.removeEventListener('abort', leave);
      signal?.removeEventListener('abort', end);
    }
  }
}
