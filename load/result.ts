import { z } from 'zod';
import { backgroundSchema, stoppedBySchema } from './guards.ts';
import { outcomes } from './outcomes.ts';

export type { Outcome } from './outcomes.ts';

/** One number with its meaning. */
export const scalarSchema = z.strictObject({
  /** A key of `definitions`, such as `ttfa_p95`. */
  definition: z.string(),
  value: z.number(),
  unit: z.string(),
  /** How many samples it stands on. */
  samples: z.int().nonnegative(),
  /**
   * Of a percentile: the true one lies above `low` with 95 % confidence, and below `high` with 95 %, whatever the
   * distribution (order statistics, binomial). Gaps of one request hang together, so there the requests count.
   */
  bounds: z.strictObject({ low: z.number(), high: z.number() }).optional(),
});
export type Scalar = z.infer<typeof scalarSchema>;

/** A percentile that was not given, because too few requests were measured to carry it; `needs` is the total. */
export const unwarrantedSchema = z.strictObject({
  definition: z.string(),
  samples: z.int().nonnegative(),
  needs: z.int().positive(),
});
export type Unwarranted = z.infer<typeof unwarrantedSchema>;

/** What the generator observed of itself during the measured window. */
export const auditSchema = z.strictObject({
  /** All that the generator added itself, p99: to show beside every latency. Null where nothing was measured. */
  ownDelayP99Ms: z.number().nullable(),
  /** How much later than intended requests were written, without connecting, p99. */
  startDelayP99Ms: z.number().nullable().default(null),
  /** Requests of an open loop that had to wait for a free stream, and their share of those started. */
  lateStarts: z.int().nonnegative().default(0),
  lateShare: z.number().nonnegative().default(0),
  /** Worst lateness of a 10 ms ticker of the generator. */
  schedulerLagMaxMs: z.number(),
  /**
   * Share of the time that the ticker was late by more than 10 ms. Chunks that came meanwhile have one stamp, the
   * newest: their first is told too late, and no other figure shows it.
   */
  stalledShare: z.number(),
  /** Wait of runnable goroutines, p99 by the Go runtime's own histogram. */
  schedulerWaitP99Ms: z.number(),
  gcPauseMaxMs: z.number(),
  /** CPU cores that garbage collection took from the rest, mean. */
  gcCores: z.number().nonnegative().default(0),
  /** Time that the cgroup was held back; null where there is no cgroup accounting. */
  cpuThrottledMs: z.number().nullable(),
  /** CPU cores used, mean. */
  cpuCores: z.number(),
  /** CPU cores that there are: the cgroup's quota or the machine's. */
  cpuLimitCores: z.number(),
  residentBytes: z.number(),
  /** Sockets that failed for want of files, ports or memory on this side. */
  socketErrors: z.int().nonnegative().default(0),
  /** Data rate of the busiest second and direction, and what the network interface can do; null where not known. */
  peakMbitPerSecond: z.number().nonnegative().default(0),
  linkMbitPerSecond: z.number().positive().nullable().default(null),
  /**
   * The network's round trip under this load, by the handshakes of connections that are opened for nothing else: the
   * service has no part in it. Null where the kernel does not tell.
   */
  networkRttP50Ms: z.number().nonnegative().nullable().default(null),
  /**
   * Share of the TCP segments with data, in both directions, that this side sent again or received after a gap: what the
   * network lost or disordered. Null where the kernel does not tell.
   */
  networkResentShare: z.number().nonnegative().nullable().default(null),
  /** Which clock stamped the reads: the kernel's at arrival, this process' after it had woken up, or each some. */
  clock: z.enum(['user-space', 'kernel', 'mixed']),
  /** Share of the reads that this process stamped; null where nothing was read. */
  userSpaceShare: z.number().nullable().default(null),
  /** How often the system clock stepped; stamps are corrected for it, or not used. */
  clockSteps: z.int().nonnegative().default(0),
});
export type AuditFigures = z.infer<typeof auditSchema>;

export const countsSchema = z.strictObject({
  /** Started in the measured window. */
  started: z.int().nonnegative(),
  complete: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Complete, and within every SLO of the plan. */
  good: z.int().nonnegative().default(0),
  /** What the complete ones asked for: characters of text, seconds of audio. */
  characters: z.int().nonnegative(),
  inputSeconds: z.number().nonnegative().default(0),
  /** What they brought: seconds and bytes of audio, tokens as the service counts them, events with text, items. */
  audioSeconds: z.number().nonnegative(),
  audioBytes: z.int().nonnegative(),
  promptTokens: z.int().nonnegative().default(0),
  outputTokens: z.int().nonnegative().default(0),
  /** Complete requests for which the service told its output tokens. */
  tokensTold: z.int().nonnegative().default(0),
  textEvents: z.int().nonnegative().default(0),
  items: z.int().nonnegative().default(0),
  connections: z.int().nonnegative(),
  reads: z.int().nonnegative(),
  /** Started outside of the window (warm-up and cool-down). */
  unmeasured: z.int().nonnegative(),
});
export type Counts = z.infer<typeof countsSchema>;

/** The audit's judgement: when not valid, nothing may be concluded. */
export const validitySchema = z.discriminatedUnion('valid', [
  z.strictObject({ valid: z.literal(true) }),
  z.strictObject({ valid: z.literal(false), reasons: z.array(z.string()).min(1) }),
]);

/** What one of several processes did at a level, and how it was itself. */
export const shardLevelSchema = z.strictObject({
  index: z.int().nonnegative(),
  /** Start of its window by its own clock. */
  startedAt: z.string().optional(),
  windowSeconds: z.number().nonnegative(),
  started: z.int().nonnegative(),
  complete: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  audit: auditSchema,
  validity: validitySchema,
});
export type ShardLevel = z.infer<typeof shardLevelSchema>;

export const levelResultSchema = z.strictObject({
  /** Streams of a closed loop; of an open loop the most requests that were under way at one time. */
  streams: z.int().nonnegative(),
  /** Requests a second that an open loop was to start; absent for a closed loop. */
  rate: z.number().positive().optional(),
  /** `complete`: the whole window was measured and every request in it ended. */
  status: z.enum(['complete', 'partial']),
  /** Length of the measured window so far, seconds. */
  windowSeconds: z.number().nonnegative(),
  /** Start of the window, ISO time of the load process' clock. */
  startedAt: z.string().optional(),
  scalars: z.array(scalarSchema),
  unwarranted: z.array(unwarrantedSchema),
  /**
   * Measure id, and `network_rtt` → HDR histogram V2, compressed, base64; whole microseconds, or millionths for `rtf` and
   * `rtfx`.
   */
  histograms: z.record(z.string(), z.string()),
  counts: countsSchema,
  /** Requests that failed, by how they ended. */
  errors: z.partialRecord(z.enum(outcomes), z.int().positive()),
  /** Statuses behind `http-status`, such as `429`. */
  statuses: z.record(z.string(), z.int().positive()),
  /** One message of each way to fail (outcome, and status), up to eight of them, cut at 200 characters. */
  errorSamples: z.array(z.string()).max(8),
  audit: auditSchema,
  /** Where several processes made the load, the worst of them decides. */
  validity: validitySchema,
  /** Where several processes made the load: each of them, and how far apart their windows began, milliseconds. */
  shards: z.array(shardLevelSchema).optional(),
  windowSkewMs: z.number().nonnegative().optional(),
});
export type LevelResult = z.infer<typeof levelResultSchema>;

/** What came out of a load run. Also a stored form: it can be written and read as JSON. */
export const loadResultSchema = z.strictObject({
  version: z.literal(1),
  /** The id that the caller gave. */
  id: z.string(),
  /**
   * `complete`: all levels. `partial`: lost on the way (pod gone, budget met, engine failed), `aborted`: by the
   * caller's signal; both hold what was measured until then, and a reason.
   */
  status: z.enum(['complete', 'partial', 'aborted']),
  reason: z.string().optional(),
  /** The guard that ended it; the status is then `partial`. */
  stoppedBy: stoppedBySchema.optional(),
  /** What the guards saw of the platform and its users before the load and during it, by name of the guard. */
  background: z.record(z.string(), backgroundSchema).optional(),
  target: z.strictObject({ url: z.string(), protocol: z.string() }),
  workload: z.string(),
  /** Requests sent in all, measured or not; absent when the engine was lost. */
  requests: z.int().nonnegative().optional(),
  /** Requests that are missing in the requests file; absent for none. */
  linesLost: z.int().positive().optional(),
  engine: z.strictObject({ name: z.string(), version: z.string() }),
  startedAt: z.string(),
  finishedAt: z.string(),
  levels: z.array(levelResultSchema),
  /** How many processes made the load together, and how far apart they began, milliseconds; absent for one. */
  shards: z.int().positive().optional(),
  startSkewMs: z.number().nonnegative().optional(),
});
export type LoadResult = z.infer<typeof loadResultSchema>;

/** The value of a definition at a level, if the result has it. */
export function scalarOf(level: LevelResult, definition: string): Scalar | undefined {
  return level.scalars.find((scalar) => scalar.definition === definition);
}
