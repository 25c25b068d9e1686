import type { KubernetesObject } from '@kubernetes/client-node';

/** What an upgrade would apply: the rendered chart, or null in a check's context where nobody named one. */
export interface Target {
  /** How it was named, for people: `chart ./cartesia with values.yaml`. */
  readonly source: string;
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string | null };
  /** The release tag that its images carry. */
  readonly tag: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly objects: readonly KubernetesObject[];
  readonly hooks: readonly KubernetesObject[];
  /** The chart's `crds/` folder. */
  readonly definitions: readonly KubernetesObject[];
}
