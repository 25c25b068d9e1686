import type { FaultBoard } from '../faults/fault-board.ts';
import type { JetStream, Work, WorkQueue } from '../wire/jet-stream.ts';
import type { WorkItem } from '../wire/messages.ts';
import { fromWire, toWire } from '../wire/vectors.ts';
import type { Engine } from './engine.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

const PAUSE_MS = 200;

export interface PullOptions {
  readonly nats: JetStream;
  readonly queue: WorkQueue;
  readonly engine: Engine;
  readonly metrics: WorkerMetrics;
  readonly faults: FaultBoard;
  /** Items in work at once. */
  readonly concurrency: number;
  readonly nakDelayMs: number;
}

/** Takes work from the queue, so many items at once, until it is told to end. */
export class PullLoop {
  readonly #options: PullOptions;
  readonly #loops: Promise<void>[];
  #ending = false;
  #dropping = false;

  constructor(options: PullOptions) {
    this.#options = options;
    this.#loops = Array.from({ length: options.concurrency }, () => this.#pull());
  }

  /** Takes no more; resolves when all that was taken is answered. */
  async drain(): Promise<void> {
    this.#ending = true;
    // Ordered: what is in hand is thrown away, and acknowledged, so that nobody else gets it.
    this.#dropping = this.#options.faults.find('drain-drops') !== undefined;
    if (!this.#dropping) await Promise.all(this.#loops);
  }

  async #pull(): Promise<void> {
    const { nats, queue, metrics } = this.#options;
    while (!this.#ending) {
      const work = nats.connected ? await nats.next(queue) : undefined;
      if (work) {
        metrics.fetched.inc();
        await this.#serve(work);
      } else if (!nats.connected) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async #serve(work: Work): Promise<void> {
    const { nats, engine, metrics, nakDelayMs } = this.#options;
    const item = fromWire<WorkItem>(work.data);
    metrics.queueWait.observe(Math.max(0, Date.now() - item.publishedAt) / 1000);
    const result = await engine.run(item).catch(() => undefined);
    if (this.#dropping) return work.ack();
    if (!result) return work.nak(nakDelayMs);
    nats.connection.publish(item.reply, toWire(result));
    work.ack();
  }
}
