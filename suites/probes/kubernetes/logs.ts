export interface LogRequest {
  readonly container?: string;
  readonly sinceSeconds?: number;
  /** Lines at most; 200 unless told. */
  readonly tailLines?: number;
  /** Bytes at most; 256 KiB unless told. */
  readonly limitBytes?: number;
  readonly previous?: boolean;
  /** Each line with its time in front. */
  readonly timestamps?: boolean;
}

/** The logs of the namespace's pods. Reads cost the kubelet: every one is bounded. */
export interface LogReader {
  /** The last lines; null where the pod or the container is gone or has not started. Throws `ProbeError`. */
  read(pod: string, request?: LogRequest): Promise<string | null>;
}
