import type { Suite } from '../suite.ts';
import type { Performance } from './performance.ts';
import type { Workload } from './workload.ts';

/** A platform's profile: how to find its parts, what to check, what to ask, what to expect. Data first. */
export interface Platform {
  readonly name: string;
  readonly title: string;
  /** The release tag that an image carries; null for images that carry none. */
  tagOf(image: string): string | null;
  /** Where the API answers inside the cluster, unless the user says otherwise. */
  defaultUrl(namespace: string, release: string): string;
  /** The headers that authenticate, for an API key or without one. */
  headers(apiKey: string | null): Readonly<Record<string, string>>;
  /** Path of a cheap request that users' traffic is like, asked once a second during a rollout. */
  readonly statusPath: string;
  readonly suites: { readonly verify: Suite; readonly smoke: Suite; readonly rollback: Suite };
  readonly workloads: readonly Workload[];
  readonly performance: Performance | null;
}
