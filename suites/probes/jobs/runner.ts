/** What of a pod a user may say about a container that is run as a Job. */
export interface ContainerRequest {
  readonly image: string;
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Names of Secrets whose keys become environment variables. */
  readonly secrets?: readonly string[] | undefined;
  /** ConfigMaps that are mounted, each as a folder. */
  readonly configMaps?: readonly { readonly name: string; readonly path: string }[] | undefined;
  /** Resource limits, such as `nvidia.com/gpu: "1"`. */
  readonly limits?: Readonly<Record<string, string>> | undefined;
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  readonly tolerations?:
    | readonly {
        readonly key?: string | undefined;
        readonly operator?: 'Exists' | 'Equal' | undefined;
        readonly value?: string | undefined;
        readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | undefined;
      }[]
    | undefined;
  readonly pullSecret?: string | undefined;
  readonly serviceAccount?: string | undefined;
  /** From when the Job is made; pulling the image counts. */
  readonly timeoutSeconds: number;
}

export interface ContainerAnswer {
  /** Null where the container did not end by itself: it did not start, was stopped, or its time was over. */
  readonly exitCode: number | null;
  /** The termination message, at most 4 KiB. */
  readonly message: string;
  /** The last lines of its output, at most 64 KiB. */
  readonly output: string;
  /** Why it did not end by itself, where it did not. */
  readonly trouble: string | null;
}

/** Runs one container as a Job of the namespace, and removes it. */
export interface JobRunner {
  /** `id` and the request name the Job: the same ones find it again. Throws `ProbeError`. */
  run(id: string, request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer>;
}
