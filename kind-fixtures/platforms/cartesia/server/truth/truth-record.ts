/**
 * What really happened to one request. Times are ms from its arrival, measured by the pod that reports.
 * `intended` is when the performance model wanted it, `actual` when it was handed to the socket: their
 * difference is the stand-in's own lateness.
 */
export interface TruthRecord {
  readonly id: string;
  /** Epoch ms of the arrival. */
  readonly at: number;
  /** The caller's `X-Seatrial-Run`. */
  readonly run: string | undefined;
  readonly route: 'bytes' | 'sse' | 'websocket' | 'worker';
  /** Pod that spoke; undefined when none was found. */
  readonly worker: string | undefined;
  readonly release: string | undefined;
  /** Streams on that GPU when this one started, itself included. */
  readonly level: number | undefined;
  readonly outcome: 'whole' | 'short' | 'cut' | 'error' | 'cancelled' | 'refused';
  readonly status: number;
  readonly chars: number;
  /** Waited for a worker with room. */
  readonly queueMs: number;
  readonly ttfaIntendedMs: number | undefined;
  readonly ttfaActualMs: number | undefined;
  readonly doneIntendedMs: number | undefined;
  readonly doneActualMs: number;
  readonly chunks: number;
  /** Longest time between two chunks, as written. */
  readonly maxGapMs: number;
  /** Latest chunk against its intended time. */
  readonly maxLatenessMs: number;
  readonly bytes: number;
  readonly audioSeconds: number;
  readonly faults: readonly string[];
}
