import type { LoadClock } from '../clock.ts';
import type { Ending } from '../collector.ts';
import type { LoadRunOptions } from '../driver.ts';
import type { PodFleet } from '../pod-fleet.ts';
import { joinProgress } from '../shards/progress.ts';
import { earliestLoss } from './earliest-loss.ts';
import { cause, judgeJob, nameOf, type Problem } from './job-state.ts';
import { type LoadPodReader, words } from './load-pod-reader.ts';
import { StartingGate } from './starting-gate.ts';

export type FollowerParts = {
  readonly fleet: PodFleet;
  readonly clock: LoadClock;
  /** One for each pod. */
  readonly readers: readonly LoadPodReader[];
  readonly onProgress: LoadRunOptions['onProgress'];
  readonly limits: {
    /** Until the first record of every pod. */
    readonly startSeconds: number;
    /** From the first record to the last. */
    readonly runSeconds: number;
  };
};

const pollMs = 500;
/** How often the Job is looked at while its pods answer. */
const lookMs = 5000;
/** How long the API, or a pod's records, may be out of reach. */
const patienceMs = 60_000;
/** How long one pod may be out of reach while the others answer. */
const silenceMs = 15_000;
/** How long a stopped load may take to write its last record. */
const stopMs = 5000;

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly ending: Ending };

/** Reads the records of a load Job's pods until their end, and says in words why there is none. */
export class JobFollower {
  readonly #parts: FollowerParts;
  readonly #readers: readonly LoadPodReader[];
  readonly #gate: StartingGate | undefined;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    this.#readers = parts.readers;
    this.#gate = parts.readers.length > 1 ? new StartingGate(parts.clock) : undefined;
  }

  /** Tries again while the cluster cannot be reached, for a bounded time. */
  async patiently<T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<Outcome<T>> {
    const { clock } = this.#parts;
    const until = clock.now() + patienceMs;
    for (;;) {
      try {
        return { ok: true, value: await attempt() };
      } catch (error) {
        if (signal?.aborted)
          return { ok: false, ending: { status: 'aborted', reason: 'the load was stopped' } };
        if (clock.now() >= until)
          return { ok: false, ending: partial(`the cluster could not be reached: ${words(error)}`) };
      }
      await clock.sleep(pollMs, signal);
    }
  }

  /** Follows the Job to its end; the readers' collectors hold what was read. */
  async follow(name: string, id: string, signal?: AbortSignal): Promise<Ending> {
    const { fleet, clock, limits } = this.#parts;
    const readers = this.#readers;
    const startBy = clock.now() + limits.startSeconds * 1000;
    const endBy = startBy + limits.runSeconds * 1000;
    let lookAt = clock.now();
    for (;;) {
      if (signal?.aborted) return this.#stop();
      if (clock.now() >= lookAt) {
        const state = await this.patiently(() => fleet.jobState(name, signal), signal);
        if (signal?.aborted) continue;
        if (!state.ok) return this.#giveUp(name, cause(state.ending.reason ?? ''));
        const problem = judgeJob(state.value, readers);
        if (problem) return this.#giveUp(name, problem);
      }
      await this.#read(signal);
      const foreign = readers.find(({ collector: { run } }) => run !== undefined && run !== id);
      if (foreign) return partial(`the Job ${name} is of another run, ${foreign.collector.run}`);
      if (readers.every(({ over }) => over)) return this.#finish();
      const lost = earliestLoss(readers);
      if (lost !== undefined) return this.#giveUp(name, { reason: lost, follows: true });
      await this.#gate?.open(readers, signal);
      const now = clock.now();
      const troubled = readers.some(({ over, trouble }) => !over && trouble !== undefined);
      // While their records come, the pods are asked and not the API.
      lookAt = troubled ? now : nextLook(lookAt, now);
      const overdue = this.#overdue(now, startBy);
      if (overdue !== undefined) return this.#giveUp(name, cause(overdue));
      if (now > endBy) return this.#giveUp(name, cause(`the load was not over after ${limits.runSeconds} s`));
      await clock.sleep(pollMs, signal);
    }
  }

  /** Takes in what is new of every pod, and tells how far they are. */
  async #read(signal?: AbortSignal): Promise<void> {
    const news = await Promise.all(this.#readers.map((reader) => reader.read(signal, this.#heard)));
    if (this.#readers.length === 1 || !news.includes(true)) return;
    const joined = joinProgress(this.#readers.flatMap(({ progress }) => progress ?? []));
    if (joined) this.#parts.onProgress?.(joined);
  }

  /** A single pod's progress is told as it comes. */
  get #heard(): LoadRunOptions['onProgress'] {
    return this.#readers.length === 1 ? this.#parts.onProgress : undefined;
  }

  /** A pod that should have been heard by now, in words. */
  #overdue(now: number, startBy: number): string | undefined {
    const { limits } = this.#parts;
    const readers = this.#readers;
    const patience = readers.some(({ trouble }) => trouble === undefined) ? silenceMs : patienceMs;
    // Those that answer only wait for those that do not.
    const silentFirst = readers.toSorted((a, b) => Number(!a.trouble) - Number(!b.trouble));
    for (const reader of silentFirst.filter(({ over }) => !over)) {
      const called = nameOf(reader, readers.length);
      if (reader.collector.started && now - reader.heard > patience)
        return `${called} no longer answers: ${reader.trouble}`;
      if (reader.collector.started || now <= startBy) continue;
      const because = reader.pod?.reason ? ` (${reader.pod.reason})` : '';
      return `${called} did not start within ${limits.startSeconds} s${because}`;
    }
    return undefined;
  }

  async #finish(): Promise<Ending> {
    await Promise.all(this.#readers.map((reader) => reader.acknowledge()));
    const lost = earliestLoss(this.#readers);
    return lost === undefined ? { status: 'complete' } : partial(lost);
  }

  /** One pod less makes another load than was planned: the others stop, and what was measured is kept. */
  async #giveUp(name: string, sign: Problem): Promise<Ending> {
    if (this.#readers.length === 1) return partial(sign.reason);
    const state = sign.follows ? await this.#parts.fleet.jobState(name).catch(() => undefined) : undefined;
    const known = state ? (judgeJob(state, this.#readers) ?? sign) : sign;
    await this.#stop();
    return partial((known.follows ? earliestLoss(this.#readers) : undefined) ?? known.reason);
  }

  /** Stops the load in every pod, and takes their last records in. */
  async #stop(): Promise<Ending> {
    const { clock } = this.#parts;
    const going = this.#readers.filter(({ pod, over }) => pod?.ip && !over);
    const stops = going.map((reader) => ({ reader, told: reader.stop() }));
    // A single pod is worth waiting for; of several, one that is silent may be the one that is lost.
    const left = () =>
      going.filter(({ over, trouble }) => !over && (going.length === 1 || trouble === undefined));
    const answering = new Set(left());
    await Promise.all(stops.flatMap(({ reader, told }) => (answering.has(reader) ? told : [])));
    const until = clock.now() + stopMs;
    while (left().length > 0 && clock.now() < until) {
      await Promise.all(left().map((reader) => reader.read(undefined, this.#heard)));
      if (left().length > 0) await clock.sleep(pollMs / 2);
    }
    await Promise.all(this.#readers.filter(({ over }) => over).map((reader) => reader.acknowledge()));
    return { status: 'aborted', reason: 'the load was stopped' };
  }
}

/** Counted from the last look, not from the last read, or it would never come. */
function nextLook(last: number, now: number): number {
  return now >= last ? now + lookMs : last;
}

function partial(reason: string): Ending {
  return { status: 'partial', reason };
}
