import { createHash } from 'node:crypto';
import type { FaultBoard } from '../faults/fault-board.ts';
import { type Bus, type BusMessage, fromBytes, toBytes } from '../wire/bus.ts';
import type { CloneCommand } from '../wire/messages.ts';
import { WorkerHost, type WorkerIdentity } from './worker-host.ts';
import { WorkerMetrics } from './worker-metrics.ts';

/** Time that cloning one clip takes. Assumption: none is published. */
const CLONE_MS = 400;

/** The worker that makes a voice from a clip. The stand-in's clone is a name only: it sounds like every other voice. */
export class CloneWorker implements AsyncDisposable {
  readonly host: WorkerHost;
  readonly metrics: WorkerMetrics;
  readonly #jobs = new Set<NodeJS.Timeout>();

  constructor(options: { identity: WorkerIdentity; bus: Bus; faults: FaultBoard; loadMs: number }) {
    this.host = new WorkerHost({
      ...options,
      load: () => this.#jobs.size,
      loads: () => ({}),
      onCommand: (message) => this.#command(message),
    });
    const { worker, model } = options.identity;
    this.metrics = new WorkerMetrics(
      { worker, model },
      {
        capacity: () => this.host.capacity,
        load: () => this.#jobs.size,
      },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host[Symbol.asyncDispose]();
    for (const job of this.#jobs) clearTimeout(job);
  }

  #command({ data, respond }: BusMessage): void {
    const { clone } = fromBytes<CloneCommand>(data);
    if (this.#jobs.size >= this.host.capacity) {
      respond(toBytes({ accepted: false }));
      return;
    }
    const job = setTimeout(() => {
      this.#jobs.delete(job);
      respond(toBytes({ accepted: true, id: voiceId(`${clone.name}/${clone.bytes}/${Date.now()}`) }));
    }, CLONE_MS);
    this.#jobs.add(job);
  }
}

function voiceId(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
