import { type Quantiles, quantiles } from '../../../cartesia/server/truth/quantiles.ts';
import { type Bus, fromBytes, type Handle, toBytes } from '../../../cartesia/server/wire/bus.ts';

const CAPACITY = 20_000;

/** What really happened to one request, as the gateway that took it saw it. */
export interface TruthRecord {
  readonly gateway: string;
  readonly id: string;
  /** Epoch ms of the arrival. */
  readonly at: number;
  /** The caller's `X-Seatrial-Run`. */
  readonly run: string | undefined;
  readonly endpoint: string;
  readonly model: string;
  readonly items: number;
  readonly status: number;
  /** Pods that computed it. */
  readonly workers: readonly string[];
  /** From the arrival to the answer. */
  readonly tookMs: number;
  /** In the queue, and computing, as the slowest item's worker says; undefined where none computed. */
  readonly queueMs: number | undefined;
  readonly inferenceMs: number | undefined;
  readonly faults: readonly string[];
}

export interface TruthFilter {
  readonly run?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export interface TruthReport {
  readonly kept: number;
  readonly dropped: number;
  readonly selected: number;
  readonly items: number;
  readonly statuses: Record<string, number>;
  readonly faults: Record<string, number>;
  readonly perWorker: Record<string, number>;
  /** Over requests answered with 200, in ms. */
  readonly tookMs: Quantiles | undefined;
  readonly queueMs: Quantiles | undefined;
  readonly inferenceMs: Quantiles | undefined;
}

const subject = 'standin.truth';

type Told = { readonly from: string } & ({ readonly record: TruthRecord } | { readonly reset: true });

/** The last 20,000 inference requests, of all gateway pods: each tells the others, so any of them can be asked. */
export class TruthLog implements AsyncDisposable {
  readonly #bus: Bus;
  readonly #pod: string;
  readonly #subscription: Handle;
  #records: TruthRecord[] = [];
  #dropped = 0;

  constructor(bus: Bus, pod: string) {
    this.#bus = bus;
    this.#pod = pod;
    this.#subscription = bus.subscribe(subject, ({ data }) => {
      const told = fromBytes<Told>(data);
      if (told.from === pod) return;
      if ('record' in told) this.#keep(told.record);
      else this.#forget();
    });
  }

  add(record: TruthRecord): void {
    this.#keep(record);
    this.#tell({ from: this.#pod, record });
  }

  reset(): void {
    this.#forget();
    this.#tell({ from: this.#pod, reset: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscription.close();
  }

  #tell(told: Told): void {
    this.#bus.publish(subject, toBytes(told));
  }

  #keep(record: TruthRecord): void {
    this.#records.push(record);
    // Trimmed in one go now and then, so that adding stays cheap.
    if (this.#records.length < CAPACITY * 1.1) return;
    this.#dropped += this.#records.length - CAPACITY;
    this.#records = this.#records.slice(-CAPACITY);
  }

  #forget(): void {
    this.#records = [];
    this.#dropped = 0;
  }

  /** Oldest first. */
  select({ run, since, until }: TruthFilter): TruthRecord[] {
    return this.#records.filter(
      (record) =>
        (run === undefined || record.run === run) &&
        (since === undefined || record.at >= since) &&
        (until === undefined || record.at < until),
    );
  }

  report(filter: TruthFilter): TruthReport {
    const all = this.select(filter);
    const good = all.filter(({ status }) => status === 200);
    const of = (pick: (record: TruthRecord) => number | undefined) =>
      quantiles(good.map(pick).filter((value) => value !== undefined));
    return {
      kept: this.#records.length,
      dropped: this.#dropped,
      selected: all.length,
      items: all.reduce((sum, { items }) => sum + items, 0),
      statuses: count(all.map(({ status }) => String(status))),
      faults: count(all.flatMap(({ faults }) => faults)),
      perWorker: count(all.flatMap(({ workers }) => workers)),
      tookMs: of((record) => record.tookMs),
      queueMs: of((record) => record.queueMs),
      inferenceMs: of((record) => record.inferenceMs),
    };
  }
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
