import type { Outcome } from '../toolchain/fixture-error.ts';

/** One step of bringing a cluster up or down, for whoever watches. */
export interface ClusterEvent {
  readonly step: 'packages' | 'programs' | 'images' | 'start' | 'api' | 'node' | 'gpus' | 'dns' | 'stop';
  readonly detail: string;
  /** 0 to 1 where it is known. */
  readonly fraction?: number;
  /** Estimated seconds left in this step, where they are known. */
  readonly secondsLeft?: number;
}

/** The GPUs that the cluster's node offers as the extended resource `nvidia.com/gpu`. */
export interface GpuOptions {
  readonly count: number;
  /** The label `nvidia.com/gpu.product`, e.g. `NVIDIA-H100-80GB-HBM3`. */
  readonly product: string;
}

export interface UpOptions {
  readonly gpus?: GpuOptions;
  /** Image archives that pods can use from the start, as with `loadImage`, at less cost where they are kept. */
  readonly images?: readonly string[];
  readonly onEvent?: (event: ClusterEvent) => void;
  /** Stops the way up; `down` cleans what was made until then. */
  readonly signal?: AbortSignal;
}

/** A cluster that can be used. */
export interface ClusterAccess {
  /** The provider's name for the cluster. */
  readonly name: string;
  /** A kubeconfig file whose current context is the cluster. */
  readonly kubeconfig: string;
  readonly context: string;
  readonly server: string;
}

export interface UpResult extends ClusterAccess {
  /** It ran before this call, which changed nothing. */
  readonly alreadyRunning: boolean;
  /** Milliseconds from the call to the end of each step. */
  readonly phases: Readonly<Record<string, number>>;
}

export interface ClusterStatus {
  readonly state: 'absent' | 'running' | 'broken';
  /** One line for people. */
  readonly summary: string;
  readonly parts: readonly { readonly name: string; readonly state: string }[];
  readonly access?: ClusterAccess;
}

/** A place to get a Kubernetes cluster from. All outcomes are values. */
export interface ClusterProvider {
  readonly name: string;
  /** What it is, in a few words. */
  readonly title: string;
  /** Whether it works on this machine; the reason says what is missing and how to get it. */
  usable(): Promise<Outcome<string>>;
  up(options?: UpOptions): Promise<Outcome<UpResult>>;
  /** Removes everything that `up` made, also after an interrupted one. Says what it did. */
  down(options?: Pick<UpOptions, 'onEvent'>): Promise<Outcome<string>>;
  status(): Promise<Outcome<ClusterStatus>>;
  kubeconfig(): Promise<Outcome<ClusterAccess>>;
  /** The log files of the cluster's own programs, by the program's name. */
  logs(): Promise<Outcome<Readonly<Record<string, string>>>>;
  /** Makes an image archive (OCI layout or `docker save`) usable by pods. Says what was loaded. */
  loadImage(archivePath: string): Promise<Outcome<string>>;
}
