import type { LoadPlan } from './plan.ts';
import type { LoadResult } from './result.ts';

/** Where a run stands, for people who watch; about once a second. */
export type LoadProgress = {
  /** Index into the plan's levels. */
  readonly level: number;
  /** Streams of a closed loop; of an open one the most requests under way since the last progress. */
  readonly streams: number;
  /** Requests a second that an open loop is to start now; absent for a closed one. */
  readonly rate?: number;
  readonly phase: 'starting' | 'warmup' | 'measure' | 'cooldown' | 'done';
  /** Seconds since the start of the run, and about how many it takes. */
  readonly elapsedSeconds: number;
  readonly plannedSeconds: number;
  /** Of this level, window only. */
  readonly complete: number;
  readonly failed: number;
  /** Medians of this level so far; absent before the first sample. */
  readonly ttfaP50Ms?: number;
  readonly ttftP50Ms?: number;
  readonly rtfP50?: number;
  /** What the generator itself added: the latencies are without it. */
  readonly ownDelayP50Ms?: number;
  /** Statuses of failed requests of this level so far, such as `401`; absent before the first. */
  readonly statuses?: Readonly<Record<string, number>>;
};

export type LoadRunOptions = {
  /**
   * Deterministic id of this run: letters, digits and dashes. A driver that can (a Job in a cluster) finds a run
   * with the same id again after the caller was killed, and goes on reading it, from its first record.
   */
  readonly id: string;
  /** Ends the load within about a second; the result is `aborted`, with what was measured until then. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
};

/** Runs a load plan somewhere. Trouble of the load itself is a result (`partial`, with a reason), not a throw. */
export interface LoadDriver {
  run(plan: LoadPlan, options: LoadRunOptions): Promise<LoadResult>;
}
