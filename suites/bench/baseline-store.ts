import type { Calibration } from './calibration.ts';
import type { BaselineSnapshot, Measured } from './plan.ts';

/** Where accepted numbers are kept: the Baseline resource in a cluster, memory or a file elsewhere. */
export interface BaselineStore {
  /**
   * The accepted runs for a key, of pods of that age, or null where there are too few yet to compare with. `fresh`: a
   * rollout has just made them.
   */
  load(key: string, pods: PodAge): Promise<BaselineSnapshot | null>;
  /** Adds the valid runs of a passed trial. Accepting the same run's id again changes nothing. */
  accept(key: string, runId: string, runs: readonly Measured[]): Promise<void>;
  /** Takes out what a trial added that its soak proved bad. What that had pushed out is gone. */
  withdraw(key: string, runId: string): Promise<void>;
}

/** `settled`: caches are warm, graphs compiled. */
export type PodAge = 'fresh' | 'settled';

/** Pods are settled so many seconds after the youngest of them became ready. */
const settledAfterSeconds = 1800;

/** Where nobody says how old the pods were, a rollout had just made them. */
export const podAgeOf = ({ podAgeSeconds = 0 }: Pick<Measured, 'podAgeSeconds'>): PodAge =>
  podAgeSeconds < settledAfterSeconds ? 'fresh' : 'settled';

/** No baselines: expected range and service levels decide alone. */
export const noBaselines: BaselineStore = {
  load: async () => null,
  accept: async () => {},
  withdraw: async () => {},
};

/** Where calibrations are kept, beside the accepted runs of the same key. */
export interface CalibrationStore {
  calibrate(key: string, calibration: Calibration): Promise<void>;
}
