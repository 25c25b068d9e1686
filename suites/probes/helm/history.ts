import type { KubernetesObject } from '@kubernetes/client-node';

/** One revision of a release, as Helm stored it. */
export interface HelmRelease {
  readonly revision: number;
  /** `deployed`, `superseded`, `failed`, `pending-upgrade`, … */
  readonly status: string;
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string | null };
  readonly description: string;
  /** How Helm applied it, as Helm 4 stores it: `ssa` or `csa`; missing before. */
  readonly applyMethod?: string;
  readonly updatedAt: string;
  /** The values that the user gave. They may hold secrets: never show them without redaction. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The chart's own values; missing where they were not stored. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** The objects that the revision applies, without hooks. */
  readonly objects: readonly KubernetesObject[];
  readonly hooks: readonly KubernetesObject[];
}

/** Helm's history of one release. Reads Secrets, because that is where Helm keeps it. */
export interface HelmHistory {
  /** Every revision kept, the newest first. Throws `ProbeError`. */
  revisions(): Promise<HelmRelease[]>;
}
