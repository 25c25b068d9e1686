import { type Bus, fromBytes, type Handle } from '../wire/bus.ts';
import { type Beat, type Operation, subjects } from '../wire/messages.ts';

const LOST_AFTER_MS = 2000;

/** What this API server knows of one worker pod. */
export class KnownWorker {
  readonly #api: string;
  beat: Beat;
  heardAt: number;
  /** Ids of this API's streams on it: exact at any moment, where the beat is up to 250 ms old. */
  readonly streams = new Set<string>();
  chosenAt = 0;

  constructor(api: string, beat: Beat, now: number) {
    this.#api = api;
    this.beat = beat;
    this.heardAt = now;
  }

  get load(): number {
    return this.streams.size + this.beat.load - (this.beat.loads[this.#api] ?? 0);
  }

  get usable(): boolean {
    return this.beat.ready && !this.beat.draining;
  }
}

/** The workers by their beats. One that falls silent is forgotten and its streams are given up. */
export class WorkerDirectory implements AsyncDisposable {
  readonly #workers = new Map<string, KnownWorker>();
  readonly #subscription: Handle;
  readonly #sweep: NodeJS.Timeout;
  readonly #api: string;
  readonly #now: () => number;
  /** Called when a worker has come, changed, or got room. */
  onChange: () => void = () => {};
  onLost: (worker: KnownWorker) => void = () => {};

  /** `api`: the name of this API pod. */
  constructor(bus: Bus, api: string, now: () => number = () => performance.now()) {
    this.#api = api;
    this.#now = now;
    this.#subscription = bus.subscribe(subjects.beats, ({ data }) => this.hear(fromBytes<Beat>(data)));
    this.#sweep = setInterval(() => this.sweep(), LOST_AFTER_MS / 4);
  }

  hear(beat: Beat): void {
    const known = this.#workers.get(beat.pod);
    if (known) {
      known.beat = beat;
      known.heardAt = this.#now();
    } else this.#workers.set(beat.pod, new KnownWorker(this.#api, beat, this.#now()));
    this.onChange();
  }

  sweep(): void {
    for (const [pod, worker] of this.#workers) {
      if (this.#now() - worker.heardAt < LOST_AFTER_MS) continue;
      this.#workers.delete(pod);
      this.onLost(worker);
    }
  }

  /** It does not answer: forgotten until its next beat. Its other streams go on. */
  forget(pod: string): void {
    this.#workers.delete(pod);
  }

  /** Worker pods that could serve it, full or not. */
  serving(operation: Operation, model?: string): KnownWorker[] {
    return [...this.#workers.values()].filter(
      ({ usable, beat }) =>
        usable && beat.operation === operation && (model === undefined || beat.model === model),
    );
  }

  /** The least loaded worker with room; of equals the one that was chosen longest ago. */
  choose(operation: Operation, model?: string): KnownWorker | undefined {
    const free = this.serving(operation, model).filter((worker) => worker.load < worker.beat.capacity);
    free.sort((a, b) => a.load / a.beat.capacity - b.load / b.beat.capacity || a.chosenAt - b.chosenAt);
    const chosen = free[0];
    if (chosen) chosen.chosenAt = this.#now();
    return chosen;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#sweep);
    this.#subscription.close();
  }
}
