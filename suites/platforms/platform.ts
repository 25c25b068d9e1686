import type { Endpoint } from '../check.ts';
import type { GoLiveItem } from '../operations/go-live/item.ts';
import type { HttpProbe } from '../probes/http/probe.ts';
import type { Operator } from '../release/observe.ts';
import type { Suite } from '../suite.ts';
import type { PlatformGuards } from './guards.ts';
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
  /** Labels of the API's Service, where its name is not to be told from the release's: then that one counts. */
  apiService?(release: string): string;
  /** The headers that authenticate, for an API key or without one. */
  headers(apiKey: string | null): Readonly<Record<string, string>>;
  /** Path of the cheapest request there is. */
  readonly statusPath: string;
  /** What users' traffic is like, asked once a second during a rollout; the status path where it is missing. */
  readonly rolloutRequest?: RolloutRequest;
  readonly suites: PlatformSuites;
  readonly workloads: readonly Workload[];
  readonly performance: Performance | null;
  /** What the vendor's own releases must keep of the numbers of before. */
  readonly gates?: VendorGates;
  /** What ends a benchmark so that no user is hurt. A platform without is watched by nobody but the load's budget. */
  readonly guards?: PlatformGuards;
  /** Named things that the release serves and must not lose: voices, models, pools. Throws `ProbeError`. */
  inventory?(context: InventoryContext): Promise<Readonly<Record<string, readonly string[]>>>;
  /** A sentence with its source where the vendor says that there is no way back from one release to the other. */
  forwardOnly?(from: string, to: string): string | null;
  /** The vendor's final review before production traffic, item by item. */
  readonly goLive?: readonly GoLiveItem[];
  /** The vendor's own controller, where one makes the workloads. */
  readonly operator?: Operator;
  /** True where the vendor lets pools rest at zero replicas until they are asked. */
  readonly scalesToZero?: boolean;
}

/** The vendor's own bounds, as shares of what accepted releases reached. */
export interface VendorGates {
  /** Scores of output quality must not fall below this share. */
  readonly quality: { readonly share: number; readonly source: string };
  /** Latencies must not rise above this share. */
  readonly latency: { readonly share: number; readonly source: string };
}

/** One small request of a user, answered within seconds by a platform that is well. */
export interface RolloutRequest {
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The checklists. A platform without `preflight` has none of its own. */
export interface PlatformSuites {
  readonly verify: Suite;
  readonly smoke: Suite;
  readonly rollback: Suite;
  readonly preflight?: Suite;
}

/** Gives a user's own platform its type. */
export const definePlatform = (platform: Platform): Platform => platform;

/** The checklists that a platform has, each under its own name. */
export const suitesOf = ({ suites }: Platform): Suite[] =>
  Object.values(suites).filter((suite): suite is Suite => suite !== undefined);

export interface InventoryContext {
  readonly endpoint: Endpoint;
  readonly http: HttpProbe;
  readonly signal: AbortSignal;
}
