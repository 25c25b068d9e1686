import type { KubernetesObject } from '@kubernetes/client-node';

/** What an upgrade would apply: the rendered chart, or null in a check's context where nobody named one. */
export interface Target {
  /** How it was named, for people: `chart ./cartesia with values.yaml`. */
  readonly source: string;
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string | null };
  /** The release tag that its images carry. */
  readonly tag: string | null;
  /** The values that the user gives, without the chart's own. They may hold secrets. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The chart's `values.yaml`. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** The chart's `values.schema.json`; null where it has none. */
  readonly schema: unknown;
  /** Helm's complaint where the chart cannot be rendered with these values; then there are no objects. */
  readonly trouble: string | null;
  readonly objects: readonly KubernetesObject[];
  readonly hooks: readonly KubernetesObject[];
  /** The chart's `crds/` folder. */
  readonly definitions: readonly KubernetesObject[];
}
