import type { BuildOptions } from '../toolchain/build.ts';

/** A stand-in platform, as a demo or a test installs it. It calls no cluster: the caller applies and installs. */
export interface PlatformFixture {
  /** The profile in `suites/platforms`. */
  readonly platform: string;
  /** Helm release and namespace of the vendor's documentation. */
  readonly release: string;
  readonly namespace: string;
  /** Folder of the chart. */
  readonly chart: string;
  /** The chart under the version of a release, where chart and images change together. */
  chartFor?(tag: string): Promise<string>;
  /** Folder of CRDs that the chart's objects need, applied before it; null where the chart brings its own. */
  readonly crds: string | null;
  /** Manifests applied beside the release, in its namespace: what no release may lose. */
  readonly beside: readonly string[];
  /** The first one that is verified, and the one that is rolled out then. */
  readonly releaseTags: { readonly first: string; readonly next: string };
  /** The key that the stand-in takes; null where it asks for none. */
  readonly apiKey: string | null;
  /** Paths of the image archives to load into the cluster. */
  archives(options?: BuildOptions): Promise<readonly string[]>;
  /** Helm values of a small installation of that release, quick to start; faults' values are laid over them. */
  valuesFor(tag: string): Record<string, unknown>;
  /** Values where KEDA, Prometheus and an ingress controller are there, if they are others than `valuesFor`. */
  surroundedValuesFor?(tag: string): Record<string, unknown>;
  /** Values of the installation that the demo shows, where it is another than `valuesFor`. */
  demoValuesFor?(tag: string): Record<string, unknown>;
  /** A sentence on what this machine's stand-in lacks, if anything (recorded speech). */
  remark?(): Promise<string | null>;
  /** Service whose port 8080 takes `POST /faults` (a list; empty clears) and answers `GET /truth`. */
  adminService(release?: string): string;
}
