import type { TruthLog } from '../truth/truth-log.ts';
import { type Bus, fromBytes, type Handle, toBytes } from '../wire/bus.ts';
import { type Acceptance, type GenerateCommand, subjects, unpackEvent } from '../wire/messages.ts';
import { type StreamOutcome, TtsStream, type TtsStreamRequest } from './tts-stream.ts';
import type { KnownWorker, WorkerDirectory } from './worker-directory.ts';

const ACCEPT_TIMEOUT_MS = 1000;

export interface DispatcherOptions {
  /** Name of this API pod: workers send its streams to it. */
  readonly api: string;
  readonly bus: Bus;
  readonly directory: WorkerDirectory;
  readonly truth: TruthLog;
  /** Streams that may wait for room; further ones are refused at once. */
  readonly queueLimit: number;
  /** How long one may wait. */
  readonly queueTimeoutMs: number;
}

interface Queued {
  readonly stream: TtsStream;
  readonly timer: NodeJS.Timeout;
}

/** Gives each stream to the least loaded worker, queues what finds no room, and refuses what the queue cannot hold. */
export class Dispatcher implements AsyncDisposable {
  readonly #options: DispatcherOptions;
  readonly #queue: Queued[] = [];
  readonly #streams = new Map<string, { stream: TtsStream; worker: KnownWorker }>();
  readonly #subscription: Handle;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { api, bus, directory } = options;
    this.#subscription = bus.subscribe(subjects.stream(api), ({ data }) => {
      const { event, audio } = unpackEvent(data);
      this.#streams.get(event.id)?.stream.receive(event, audio);
    });
    directory.onChange = () => this.#pump();
    directory.onLost = (worker) => {
      for (const id of worker.streams) this.#streams.get(id)?.stream.fail('worker_lost');
    };
  }

  /** Streams that wait for room (`api_queue_size`). */
  get queued(): number {
    return this.#queue.length;
  }

  /** Of those, the ones that no living worker serves at all (`api_unserviceable_requests_size`). */
  get unserviceable(): number {
    return this.#queue.filter(
      ({ stream }) => this.#options.directory.serving('TTS', stream.request.model).length === 0,
    ).length;
  }

  get active(): number {
    return this.#streams.size;
  }

  start(request: TtsStreamRequest): TtsStream {
    const stream = new TtsStream(request, (outcome) => this.#ended(stream, outcome));
    if (this.#queue.length === 0 && this.#assign(stream)) return stream;
    if (this.#queue.length >= this.#options.queueLimit) {
      queueMicrotask(() => stream.fail('concurrency_limited'));
      return stream;
    }
    const reason =
      this.#options.directory.serving('TTS', request.model).length > 0
        ? 'concurrency_limited'
        : 'unserviceable';
    const timer = setTimeout(() => stream.fail(reason), this.#options.queueTimeoutMs);
    this.#queue.push({ stream, timer });
    return stream;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { stream } of [...this.#queue]) stream.fail('unserviceable');
    for (const { stream } of [...this.#streams.values()]) stream.fail('worker_lost');
    this.#subscription.close();
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#assign(this.#queue[0]!.stream))
      this.#dequeue(this.#queue[0]!.stream);
  }

  #dequeue(stream: TtsStream): void {
    const index = this.#queue.findIndex((queued) => queued.stream === stream);
    if (index < 0) return;
    clearTimeout(this.#queue[index]!.timer);
    this.#queue.splice(index, 1);
  }

  #assign(stream: TtsStream): boolean {
    const { directory } = this.#options;
    const worker = directory.choose('TTS', stream.request.model);
    if (!worker) return false;
    worker.streams.add(stream.request.id);
    this.#streams.set(stream.request.id, { stream, worker });
    void this.#send(stream, worker);
    return true;
  }

  async #send(stream: TtsStream, worker: KnownWorker): Promise<void> {
    const { api, bus, directory } = this.#options;
    const { id, transcript, format, timestamps, run } = stream.request;
    const command: GenerateCommand = { id, api, sentAt: Date.now(), transcript, format, timestamps, run };
    stream.assigned(worker.beat);
    const answer = await bus.request(subjects.worker(worker.beat.pod), toBytes(command), ACCEPT_TIMEOUT_MS);
    const acceptance = answer && fromBytes<Acceptance>(answer);
    if (acceptance?.accepted) return stream.accepted(acceptance.level);
    if (stream.over) return;
    // Nobody has heard anything of this stream yet, so another worker may have it.
    this.#release(id);
    if (acceptance) worker.beat = { ...worker.beat, load: worker.beat.capacity, loads: {} };
    else directory.forget(worker.beat.pod);
    if (!this.#assign(stream)) {
      const timer = setTimeout(() => stream.fail('unserviceable'), this.#options.queueTimeoutMs);
      this.#queue.unshift({ stream, timer });
    }
  }

  #release(id: string): KnownWorker | undefined {
    const found = this.#streams.get(id);
    if (!found) return undefined;
    this.#streams.delete(id);
    found.worker.streams.delete(id);
    return found.worker;
  }

  #ended(stream: TtsStream, outcome: StreamOutcome): void {
    this.#dequeue(stream);
    this.#options.truth.add(stream.truth());
    const worker = this.#release(stream.request.id);
    if (worker && outcome === 'cancelled') {
      this.#options.bus.publish(subjects.cancel(worker.beat.pod), toBytes({ id: stream.request.id }));
    }
    this.#pump();
  }
}
