import type { ChildProcess } from 'node:child_process';
import type { BenchCase } from './case.ts';

/** What a client says of one request. */
export type ClientRequest = {
  /** As the server knows it. */
  readonly rid: string;
  /** The client's own time to the first content, milliseconds; absent when it failed. */
  readonly ttftMs?: number;
  /** When it was to start, milliseconds on a clock of the client's; absent where it does not say. */
  readonly intendedMs?: number;
};

export type ClientReport = {
  readonly requests: readonly ClientRequest[];
  /** p99 of the gaps between chunks as the client sees them, milliseconds; absent where it sees none. */
  readonly gapP99Ms?: number;
  /** What else there is to say, such as that its own audit found the run invalid. */
  readonly notes?: readonly string[];
};

export type ClientRun = {
  readonly bench: BenchCase;
  readonly url: string;
  readonly warmupSeconds: number;
  readonly measureSeconds: number;
  /** An empty folder of its own. */
  readonly folder: string;
};

/** One way to make load: a program that is started, and its report read when it has ended. */
export interface BenchClient {
  readonly id: string;
  readonly title: string;
  /** Which of its processes counts, by a part of its command line; all of them unless given. */
  readonly counts?: string;
  speaks(bench: BenchCase): boolean;
  start(run: ClientRun): Promise<ChildProcess>;
  report(run: ClientRun): Promise<ClientReport>;
}

/** Longest time that a client may take beside the load itself: Python needs some to start and to sum up. */
export const clientGraceSeconds = 120;
