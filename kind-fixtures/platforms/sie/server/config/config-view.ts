import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { type Model, modelSchema } from '../models/catalogue.ts';

const TIMEOUT_MS = 3000;
export const deltaSubject = 'sie.config.models._all';

const epochSchema = z.object({ epoch: z.number().int() });
export const exportSchema = epochSchema.extend({ models: z.array(modelSchema) });

/** The configuration as a gateway or a worker has it: a snapshot, kept up by deltas and by comparing epochs. */
export class ConfigView implements AsyncDisposable {
  readonly #url: string;
  readonly #stop = new AbortController();
  readonly #unsubscribe: () => void;
  #snapshot: { epoch: number; models: readonly Model[] } | undefined;
  #failures = 0;
  #deltas = 0;

  constructor(url: string, connection: NatsConnection, pollMs: number) {
    this.#url = url;
    const subscription = connection.subscribe(deltaSubject, {
      callback: () => {
        this.#deltas += 1;
        void this.#load();
      },
    });
    this.#unsubscribe = () => subscription.unsubscribe();
    void this.#poll(pollMs);
  }

  get bootstrapped(): boolean {
    return this.#snapshot !== undefined;
  }
  get epoch(): number {
    return this.#snapshot?.epoch ?? 0;
  }
  get models(): readonly Model[] {
    return this.#snapshot?.models ?? [];
  }
  /** Snapshots that could not be had. */
  get failures(): number {
    return this.#failures;
  }
  get deltas(): number {
    return this.#deltas;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#unsubscribe();
  }

  async #poll(pollMs: number): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const epoch = this.#snapshot && (await this.#get('/v1/configs/epoch', epochSchema))?.epoch;
      // Also a lower one counts: without a store the service starts anew at 0.
      if (!this.#snapshot || (epoch !== undefined && epoch !== this.#snapshot.epoch)) await this.#load();
      await new Promise((resolve) =>
        setTimeout(resolve, this.#snapshot ? pollMs : Math.min(pollMs, 500)).unref(),
      );
    }
  }

  async #load(): Promise<void> {
    const got = await this.#get('/v1/configs/export', exportSchema);
    if (got) this.#snapshot = got;
    else if (!this.#stop.signal.aborted) this.#failures += 1;
  }

  async #get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    return fetch(`${this.#url}${path}`, { signal })
      .then(async (response) => schema.safeParse(await response.json()).data)
      .catch(() => undefined);
  }
}
