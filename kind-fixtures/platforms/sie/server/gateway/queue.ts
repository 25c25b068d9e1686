import { randomUUID } from 'node:crypto';
import type { Inference } from '../wire/body.ts';
import { type JetStream, subjectOf } from '../wire/jet-stream.ts';
import type { ItemResult, Operation, WorkItem } from '../wire/messages.ts';
import { fromWire, toWire } from '../wire/vectors.ts';

interface Waiting {
  readonly results: ItemResult[];
  readonly wanted: number;
  done(): void;
}

export type Outcome =
  | { readonly kind: 'results'; readonly results: readonly ItemResult[]; readonly publishMs: number }
  | { readonly kind: 'no-consumers' }
  | { readonly kind: 'timeout' };

/** Puts the items of a request into a pool's queue and collects what the workers send back. */
export class RequestQueue implements AsyncDisposable {
  readonly #nats: JetStream;
  readonly #inbox: string;
  readonly #waiting = new Map<string, Waiting>();
  readonly #unsubscribe: () => void;

  constructor(nats: JetStream, router: string) {
    this.#nats = nats;
    this.#inbox = `_INBOX.${router}`;
    const subscription = nats.connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (!error) this.#take(fromWire<ItemResult>(message.data));
      },
    });
    this.#unsubscribe = () => subscription.unsubscribe();
  }

  get connected(): boolean {
    return this.#nats.connected;
  }

  async ask(
    operation: Operation,
    model: string,
    pool: string,
    { items, query, outputTypes, labels }: Inference,
    timeoutMs: number,
  ): Promise<Outcome> {
    const request = randomUUID();
    const { promise, resolve } = Promise.withResolvers<'results' | 'timeout'>();
    const waiting: Waiting = { results: [], wanted: items.length, done: () => resolve('results') };
    this.#waiting.set(request, waiting);
    const timer = setTimeout(() => resolve('timeout'), timeoutMs);
    try {
      const from = performance.now();
      const common = {
        request,
        operation,
        model,
        outputTypes,
        labels,
        ...(query !== undefined && { query }),
      };
      const published = await Promise.all(
        items.map((item, index) => {
          const work: WorkItem = {
            ...{ ...common, index, item },
            reply: `${this.#inbox}.${request}`,
            publishedAt: Date.now(),
          };
          return this.#nats.publish(subjectOf(model, pool), toWire(work));
        }),
      );
      const publishMs = performance.now() - from;
      if (published.includes(false)) return { kind: 'no-consumers' };
      if ((await promise) === 'timeout') return { kind: 'timeout' };
      return { kind: 'results', results: waiting.results, publishMs };
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(request);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe();
  }

  #take(result: ItemResult): void {
    const waiting = this.#waiting.get(result.request);
    // A second delivery of an item answers it a second time.
    if (!waiting || waiting.results.some(({ index }) => index === result.index)) return;
    waiting.results.push(result);
    if (waiting.results.length === waiting.wanted) waiting.done();
  }
}
