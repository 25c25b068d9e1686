import type { LoadClock } from '../clock.ts';
import type { Ending, RecordCollector } from '../collector.ts';
import type { LoadRunOptions } from '../driver.ts';
import type { LoadPod, PodFleet } from '../pod-fleet.ts';
import { parseRecord } from '../records.ts';

export type FollowerParts = {
  readonly fleet: PodFleet;
  readonly clock: LoadClock;
  readonly port: number;
  readonly collector: RecordCollector;
  readonly onProgress: LoadRunOptions['onProgress'];
  readonly limits: {
    /** Until the first record. */
    readonly startSeconds: number;
    /** From the first record to the last. */
    readonly runSeconds: number;
  };
};

const pollMs = 500;
/** How often the Job is looked at while its pod answers. */
const lookMs = 5000;
/** How long the API, or the pod's records, may be out of reach. */
const patienceMs = 60_000;
/** How long a stopped load may take to write its last record. */
const stopMs = 5000;

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly ending: Ending };

/** Reads the records of one load Job until their end, and says in words why there is none. */
export class JobFollower {
  readonly #parts: FollowerParts;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
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

  /** Follows the Job to its end; the collector holds what was read. */
  async follow(name: string, id: string, signal?: AbortSignal): Promise<Ending> {
    const { fleet, clock, collector, limits } = this.#parts;
    const startBy = clock.now() + limits.startSeconds * 1000;
    const endBy = startBy + limits.runSeconds * 1000;
    let pod: LoadPod | undefined;
    let heard = clock.now();
    let lookAt = clock.now();
    for (;;) {
      if (signal?.aborted) return this.#stop(pod);
      if (clock.now() >= lookAt) {
        const state = await this.patiently(() => fleet.jobState(name, signal), signal);
        if (signal?.aborted) continue;
        if (!state.ok) return state.ending;
        const found = judge(state.value, pod);
        if (found.problem) return partial(found.problem);
        pod = found.pod ?? pod;
      }
      const trouble = pod?.ip && pod.phase === 'Running' ? await this.#read(pod, signal) : 'not running yet';
      if (collector.run !== undefined && collector.run !== id)
        return partial(`the Job ${name} is of another run, ${collector.run}`);
      if (pod && collector.ended) return this.#acknowledge(pod);
      const now = clock.now();
      if (trouble === undefined) heard = now;
      // While its records come, the pod is asked and not the API.
      lookAt = trouble === undefined ? nextLook(lookAt, now) : now;
      if (collector.started && now - heard > patienceMs)
        return partial(`the load pod no longer answers: ${trouble}`);
      if (!collector.started && now > startBy)
        return partial(`the load pod did not start within ${limits.startSeconds} s${because(pod)}`);
      if (now > endBy) return partial(`the load was not over after ${limits.runSeconds} s`);
      await clock.sleep(pollMs, signal);
    }
  }

  /** Takes in what is new; words for what went wrong. */
  async #read(pod: LoadPod, signal?: AbortSignal): Promise<string | undefined> {
    const { fleet, port, collector, onProgress } = this.#parts;
    try {
      const path = `/records?from=${collector.next}`;
      const reply = await fleet.fetch(pod, { method: 'GET', port, path }, signal);
      if (reply.status !== 200) return `status ${reply.status}`;
      for (const line of reply.body.split('\n')) {
        const progress = line === '' ? undefined : collector.add(parseRecord(line));
        if (progress) onProgress?.(progress);
      }
      return undefined;
    } catch (error) {
      return words(error);
    }
  }

  async #acknowledge(pod: LoadPod): Promise<Ending> {
    const { fleet, port } = this.#parts;
    await fleet.fetch(pod, { method: 'POST', port, path: '/ack' }).catch(() => undefined);
    return { status: 'complete' };
  }

  /** Stops the load in the pod, and takes its last records with it. */
  async #stop(pod: LoadPod | undefined): Promise<Ending> {
    const { fleet, clock, port, collector } = this.#parts;
    if (pod?.ip) {
      await fleet.fetch(pod, { method: 'POST', port, path: '/stop' }).catch(() => undefined);
      const until = clock.now() + stopMs;
      while (!collector.ended && clock.now() < until) {
        if ((await this.#read(pod)) !== undefined || !collector.ended) await clock.sleep(pollMs / 2);
      }
      if (collector.ended) await this.#acknowledge(pod);
    }
    return { status: 'aborted', reason: 'the load was stopped' };
  }
}

/** What the Job's state means for a run whose pod was `before`. */
function judge(
  state: Awaited<ReturnType<PodFleet['jobState']>>,
  before: LoadPod | undefined,
): { readonly pod?: LoadPod | undefined; readonly problem?: string } {
  if (!state) return { problem: 'the load Job was deleted by somebody else' };
  const pod = before ? state.pods.find(({ uid }) => uid === before.uid) : state.pods[0];
  if (before && !pod) return { problem: `the load pod ${before.name} is gone` };
  if (pod?.hopeless) return { pod, problem: `the load pod cannot start${because(pod)}` };
  if (pod?.phase === 'Failed') return { pod, problem: `the load pod failed${because(pod)}` };
  if (pod?.phase === 'Succeeded' || state.status === 'succeeded')
    return { pod, problem: 'the load was over before all of its records could be read' };
  if (state.status === 'failed')
    return { pod, problem: `the load Job failed: ${state.reason ?? 'no reason given'}` };
  return { pod };
}

/** Counted from the last look, not from the last read, or it would never come. */
function nextLook(last: number, now: number): number {
  return now >= last ? now + lookMs : last;
}

function because(pod: LoadPod | undefined): string {
  return pod?.reason ? ` (${pod.reason})` : '';
}

function partial(reason: string): Ending {
  return { status: 'partial', reason };
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
