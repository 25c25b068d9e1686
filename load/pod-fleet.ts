/**
 * An environment variable of the load's container: a plain value, in which `$(NAME)` stands for a variable before it,
 * or a key of a Secret.
 */
export type PodEnv =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly secret: { readonly name: string; readonly key: string } };

/** The variable that holds a pod's completion index; it stands before those of `LoadJobSpec.env`. */
export const indexVariable = 'JOB_COMPLETION_INDEX';

/**
 * An Indexed Job of pods with one container each, all at the same time and never restarted (`backoffLimit: 0`,
 * `restartPolicy: Never`).
 */
export type LoadJobSpec = {
  /** DNS-1123 label of at most 63 characters; also the name of the ConfigMap with the files. */
  readonly name: string;
  /** How many pods; both `completions` and `parallelism`. */
  readonly pods: number;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly PodEnv[];
  /** File name → text, mounted read-only at `filesPath` from a ConfigMap owned by the Job. */
  readonly files: Readonly<Record<string, string>>;
  readonly filesPath: string;
  readonly resources: {
    readonly requests: Readonly<Record<string, string>>;
    readonly limits: Readonly<Record<string, string>>;
  };
  readonly labels: Readonly<Record<string, string>>;
  /** TCP port on which the container serves its records. */
  readonly port: number;
  /** `activeDeadlineSeconds` of the Job: the cluster ends it even if nobody of us is left. */
  readonly deadlineSeconds: number;
  /** `ttlSecondsAfterFinished`. */
  readonly ttlSeconds: number;
};

/** A pod of a load Job, as last seen. */
export type LoadPod = {
  readonly name: string;
  /** Its completion index, from 0. */
  readonly index: number;
  readonly uid: string;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  readonly ip?: string;
  /** Why it is not running or how it ended, in words: `ImagePullBackOff`, `OOMKilled`, `Evicted`, `exit code 107`. */
  readonly reason?: string;
  /** Somebody deleted it, and it is about to end. */
  readonly leaving?: boolean;
  /** Cannot come up any more without a person (image cannot be pulled, bad spec). */
  readonly hopeless?: boolean;
};

export type LoadJobState = {
  readonly status: 'active' | 'succeeded' | 'failed';
  /** Reason of a failed Job, such as `DeadlineExceeded`. */
  readonly reason?: string;
  /** `completions` of the Job. */
  readonly completions: number;
  /** Every pod that the Job has now; normally one for each index. */
  readonly pods: readonly LoadPod[];
};

export type PodRequest = {
  readonly method: 'GET' | 'POST';
  readonly port: number;
  readonly path: string;
  readonly body?: string;
};
export type PodReply = { readonly status: number; readonly body: string };

/**
 * The few things that load needs of a cluster, implemented in `suites/probes/kubernetes`. Every call is bounded in
 * time by the implementation and by `signal`, and rejects when the API or the pod could not be reached; the
 * callers try again.
 */
export interface PodFleet {
  /** Creates the Job and its files; `exists` when a Job of that name is there already (it is left as it is). */
  createJobIfAbsent(spec: LoadJobSpec, signal?: AbortSignal): Promise<'created' | 'exists'>;
  /** Undefined when there is no Job of that name. */
  jobState(name: string, signal?: AbortSignal): Promise<LoadJobState | undefined>;
  /** HTTP to a pod's own address (never through a port-forward); bodies up to 64 MiB. */
  fetch(pod: LoadPod, request: PodRequest, signal?: AbortSignal): Promise<PodReply>;
  /** Deletes the Job, its pods (SIGTERM, then the grace period) and files; done when the Job is gone or never was. */
  deleteJob(name: string, signal?: AbortSignal): Promise<void>;
}
