import type { BaselineSnapshot, Measured } from './plan.ts';

/** Where accepted numbers are kept: the Baseline resource in a cluster, memory or a file elsewhere. */
export interface BaselineStore {
  /** The accepted runs for a key, or null where there are none yet. */
  load(key: string): Promise<BaselineSnapshot | null>;
  /** Adds the valid runs of a passed trial. Accepting the same run's id again changes nothing. */
  accept(key: string, runId: string, runs: readonly Measured[]): Promise<void>;
}

/** No baselines: expected range and service levels decide alone. */
export const noBaselines: BaselineStore = { load: async () => null, accept: async () => {} };
