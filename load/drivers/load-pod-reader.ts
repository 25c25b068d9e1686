import type { LoadClock } from '../clock.ts';
import type { RecordCollector } from '../collector.ts';
import type { LoadProgress, LoadRunOptions } from '../driver.ts';
import type { LoadPod, PodFleet, PodReply, PodRequest } from '../pod-fleet.ts';
import { parseRecord } from '../records.ts';
import type { Shard } from '../shards/shard.ts';

/** Where its records are read from. */
export type ReaderParts = {
  readonly fleet: PodFleet;
  readonly clock: LoadClock;
  readonly port: number;
};

/** How long a pod may take to answer: one that is gone does not refuse, it is silent. */
const answerMs = 2000;

/** Which round a pod waits for when it waits for none. */
export const noRound = -1;

/** One pod of a load Job, as its driver sees it: where it is, what it told, and how its clock goes. */
export class LoadPodReader implements Shard {
  readonly index: number;
  readonly collector: RecordCollector;
  /** Once it was seen; it is never another one. */
  pod: LoadPod | undefined;
  /** When it last answered, by the driver's clock. */
  heard: number;
  /** Why it did not answer the last time. */
  trouble: string | undefined = 'not running yet';
  progress: LoadProgress | undefined;
  clockAheadMs = 0;
  /** The round that it waits for at the gate. */
  waiting = noRound;
  #surestMs = Number.POSITIVE_INFINITY;
  readonly #parts: ReaderParts;

  constructor(index: number, collector: RecordCollector, parts: ReaderParts) {
    this.index = index;
    this.collector = collector;
    this.#parts = parts;
    this.heard = parts.clock.now();
  }

  get over(): boolean {
    return this.collector.ended;
  }

  /** The round that it has passed: that of the level at which it is. */
  get passed(): number {
    return this.progress?.level ?? (this.collector.started ? 0 : noRound);
  }

  /** Takes in what is new, and tells of it. True where there was something. */
  async read(signal?: AbortSignal, onProgress?: LoadRunOptions['onProgress']): Promise<boolean> {
    if (this.over || !this.pod?.ip || this.pod.phase !== 'Running') return false;
    const before = this.collector.next;
    this.trouble = await this.#read(this.pod, signal, onProgress).catch(words);
    if (this.trouble === undefined) this.heard = this.#parts.clock.now();
    return this.collector.next > before;
  }

  async #read(
    pod: LoadPod,
    signal: AbortSignal | undefined,
    onProgress: LoadRunOptions['onProgress'],
  ): Promise<string | undefined> {
    const path = `/records?from=${this.collector.next}`;
    const reply = await this.#fetch(pod, { method: 'GET', path }, signal);
    if (reply.status !== 200) return `status ${reply.status}`;
    for (const line of reply.body.split('\n')) {
      const progress = line === '' ? undefined : this.collector.add(parseRecord(line));
      if (!progress) continue;
      this.progress = progress;
      onProgress?.(progress);
    }
    return undefined;
  }

  /** Asks whether it waits at the gate, and what its clock says: the quickest answer knows best. */
  async ask(signal?: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    if (!this.pod?.ip || this.trouble !== undefined) return;
    const asked = clock.date().getTime();
    const reply = await this.#fetch(this.pod, { method: 'GET', path: '/healthz' }, signal).catch(
      () => undefined,
    );
    const took = clock.date().getTime() - asked;
    if (reply?.status !== 200) return;
    const { now, waiting } = JSON.parse(reply.body) as { now: string; waiting: number };
    this.waiting = waiting;
    if (took > this.#surestMs) return;
    this.#surestMs = took;
    this.clockAheadMs = Date.parse(now) - (asked + took / 2);
  }

  /** Lets it begin a round at a moment of our own wall clock. What went wrong shows when it is asked again. */
  async go(round: number, at: number, signal?: AbortSignal): Promise<void> {
    const body = JSON.stringify({ round, at: new Date(at + this.clockAheadMs).toISOString() });
    await this.#post('/go', body, signal);
  }

  stop(): Promise<void> {
    return this.#post('/stop');
  }

  /** Tells it that everything was read. */
  acknowledge(): Promise<void> {
    return this.#post('/ack');
  }

  async #post(path: string, body?: string, signal?: AbortSignal): Promise<void> {
    if (!this.pod?.ip) return;
    const request = { method: 'POST', path, ...(body === undefined ? {} : { body }) } as const;
    await this.#fetch(this.pod, request, signal).catch(() => undefined);
  }

  #fetch(pod: LoadPod, request: Omit<PodRequest, 'port'>, signal?: AbortSignal): Promise<PodReply> {
    const { fleet, port } = this.#parts;
    const limit = AbortSignal.timeout(answerMs);
    return fleet.fetch(pod, { ...request, port }, signal ? AbortSignal.any([signal, limit]) : limit);
  }
}

export function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
