export interface ContainerRequest {
  readonly image: string;
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly serviceAccount?: string | undefined;
  readonly timeoutSeconds: number;
}

export interface ContainerAnswer {
  /** Null where the container never ended: it did not start, or its time was over. */
  readonly exitCode: number | null;
  /** The termination message, at most 4 KiB. */
  readonly message: string;
  /** The last lines of its output, at most 64 KiB. */
  readonly output: string;
  /** Why it never ended, where it did not. */
  readonly trouble: string | null;
}

/** Runs one container as a Job of the namespace, and removes it. */
export interface JobRunner {
  /** `id` names the Job: the same id finds the Job again. Throws `ProbeError`. */
  run(id: string, request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer>;
}
