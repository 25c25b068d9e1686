import type { ValuesChanges } from './values.ts';

/** How Helm applies the release: since Helm 4 new releases server-side, others by a three-way patch. */
export type ApplyMethod = 'server-side' | 'three-way';

/** One changed place, as it may be shown: secrets are hidden. */
export interface ShownChange {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

export interface ObjectPlan {
  /** `Deployment/api`. */
  readonly object: string;
  readonly changes: readonly ShownChange[];
}

/** Replicas that were changed since Helm last applied: by an autoscaler, or by hand. */
export interface ReplicaReset {
  readonly object: string;
  readonly live: number;
  readonly target: number;
  /** Server-side only: who owns them besides Helm, so that the upgrade ends in a conflict. */
  readonly conflictsWith: string | null;
  /** What Helm will do about it, by its way to apply. */
  readonly effect: string;
}

/** What an upgrade would do, from the deployed revision, the live objects and the target. Holds no secret. */
export interface UpgradePlan {
  readonly version: 1;
  readonly source: string;
  readonly release: string;
  readonly namespace: string;
  readonly method: ApplyMethod;
  readonly chart: { readonly from: string | null; readonly to: string };
  readonly tag: { readonly from: string | null; readonly to: string | null };
  /** Helm's complaint where the chart cannot be rendered; then nothing else is known. */
  readonly trouble: string | null;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly ObjectPlan[];
  /** Objects that somebody changed since, which the chart leaves as they were. */
  readonly drifted: readonly ObjectPlan[];
  readonly unchanged: number;
  readonly images: readonly {
    readonly container: string;
    readonly from: string | null;
    readonly to: string;
  }[];
  readonly models: readonly ShownChange[];
  readonly values: ValuesChanges;
  readonly resets: readonly ReplicaReset[];
  readonly restarts: readonly { readonly object: string; readonly because: string }[];
  readonly untouched: readonly string[];
  /** ConfigMaps and Secrets that change while pods that read them go on with what they have read. */
  readonly staleReaders: readonly { readonly object: string; readonly readers: readonly string[] }[];
  /** Changes of fields that the API server refuses: the upgrade would end there in an error. */
  readonly impossible: readonly ObjectPlan[];
}
