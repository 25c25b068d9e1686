import type { FaultBoard } from '../faults/fault-board.ts';
import type { Bus, BusMessage, Handle } from '../wire/bus.ts';
import { toBytes } from '../wire/bus.ts';
import { type Beat, type Operation, subjects } from '../wire/messages.ts';

const BEAT_MS = 250;
/** After the word that it drains, a worker still serves what was sent before the word arrived. */
const DRAIN_GRACE_MS = 1000;
const DRAIN_POLL_MS = 50;

export interface WorkerIdentity {
  readonly pod: string;
  /** Name of the Deployment. */
  readonly worker: string;
  readonly operation: Operation;
  readonly model: string;
  readonly release: string;
  readonly capacity: number;
}

export interface WorkerHostOptions {
  readonly identity: WorkerIdentity;
  readonly bus: Bus;
  readonly faults: FaultBoard;
  /** How long the model takes to load into the GPU. */
  readonly loadMs: number;
  load(): number;
  /** The load by API pod. */
  loads(): Readonly<Record<string, number>>;
  onCommand(message: BusMessage): void;
}

/** What every worker does: load its model, tell the API servers how it is, drain before it ends. */
export class WorkerHost implements AsyncDisposable {
  readonly #options: WorkerHostOptions;
  readonly #timers: NodeJS.Timeout[];
  readonly #subscription: Handle;
  #loaded = false;
  #draining = false;

  constructor(options: WorkerHostOptions) {
    this.#options = options;
    this.#subscription = options.bus.subscribe(subjects.worker(options.identity.pod), options.onCommand);
    this.#timers = [
      setTimeout(() => {
        this.#loaded = true;
        this.beat();
      }, options.loadMs),
      setInterval(() => this.beat(), BEAT_MS),
    ];
  }

  get ready(): boolean {
    return this.#loaded && !this.#options.faults.find('never-ready');
  }

  /** What `inferno_worker_capacity` shows: 0 until the model is loaded. */
  get capacity(): number {
    return this.ready ? this.#options.identity.capacity : 0;
  }

  beat(): void {
    const { identity, load, loads, bus } = this.#options;
    const beat: Beat = {
      ...identity,
      load: load(),
      loads: loads(),
      ready: this.ready,
      draining: this.#draining,
    };
    bus.publish(subjects.beats, toBytes(beat));
  }

  /** Takes no new work and waits until the work in progress is done, at most `limitMs`. */
  async drain(limitMs: number): Promise<void> {
    this.#draining = true;
    this.beat();
    const started = performance.now();
    const waited = () => performance.now() - started;
    while (waited() < limitMs && (waited() < DRAIN_GRACE_MS || this.#options.load() > 0)) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_POLL_MS));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#draining = true;
    this.beat();
    this.#subscription.close();
  }
}
