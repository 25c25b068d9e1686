import { z } from 'zod';
import { gate } from '../record/outcome.ts';
import { mostSuspects, suspect } from '../record/suspect.ts';
import { plannedGuards } from './guards.ts';
import { timeWindow } from './windows.ts';

/**
 * One number of a workload that is judged: which definition, at which load, and how much worse is too much.
 * `id` is `<streams per GPU>/<definition>`, for instance `8/ttfa_p95`.
 */
export const criterion = z.object({
  id: z.string(),
  definition: z.string(),
  title: z.string(),
  unit: z.string(),
  streamsPerGpu: z.number().int().positive(),
  /** The level that answers it, where that is not `streamsPerGpu` for each GPU: one stream beside the users'. */
  streams: z.number().int().positive().optional(),
  better: z.enum(['lower', 'higher']),
  /** The measured value is divided by the number of GPUs. */
  perGpu: z.boolean(),
  /** The smallest relative change for the worse that counts as a regression (0.1 is 10 %); null: not compared with the baseline. */
  minEffect: z.number().positive().nullable(),
  /** Primary criteria decide; the others are shown. */
  primary: z.boolean(),
  /** What this GPU model is expected to reach, and who says so. */
  expected: z.object({ limit: z.number(), source: z.string() }).nullable(),
});
export type Criterion = z.infer<typeof criterion>;

/** The accepted numbers of earlier runs for one key, per criterion id, newest last. */
export const baselineSnapshot = z.object({
  key: z.string(),
  /** In the reader's words: where these numbers come from. */
  origin: z.string(),
  scalars: z.record(z.string(), z.array(z.number()).max(20)),
  /** What this cluster's A/A runs say about run-to-run spread (`load/judge/moderate.ts`). */
  prior: z.object({ s0: z.number().positive(), d0: z.number().nonnegative() }).optional(),
  /** The smallest relative change that a calibration found to be detectable, by criterion id. */
  smallestEffect: z.record(z.string(), z.number()).optional(),
  /** The first accepted run, by criterion id: slow drift shows beside it. */
  anchor: z.record(z.string(), z.number()).optional(),
  /** Numbers of the accepted runs that the release has no part in, by name; see `measured.controls`. */
  controls: z.record(z.string(), z.array(z.number()).max(20)).optional(),
});
export type BaselineSnapshot = z.infer<typeof baselineSnapshot>;

/** A benchmark as planned. `load` is a `LoadPlan` (load/plan.ts), kept opaque here: only the driver reads it. */
export const plannedBench = z.object({
  workload: z.string(),
  title: z.string(),
  gate,
  load: z.record(z.string(), z.unknown()),
  /** The GPUs that the levels were planned for. */
  gpus: z.number().int().positive(),
  runs: z.object({ min: z.number().int().min(1), max: z.number().int().max(5) }),
  /** Void runs (invalid by the audit, or pods changed) that are measured again at most. */
  voidRuns: z.number().int().max(5),
  criteria: z.array(criterion).max(40),
  baselineKey: z.string(),
  baseline: baselineSnapshot.nullable(),
  /** Why nothing is measured at all, where the policy leaves no room for it. */
  withheld: z.string().max(500).optional(),
  /** When load may be made; none: always. */
  windows: z.array(timeWindow).optional(),
  /** What ends the load so that no user is hurt. */
  guards: plannedGuards.optional(),
});
export type PlannedBench = z.infer<typeof plannedBench>;

/** The scalars of one benchmark run, as the journal keeps them. */
export const measured = z.object({
  workload: z.string(),
  run: z.number().int().positive(),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Whether the run counts; `void` carries the reason (generator saturated, pods changed, lost). */
  status: z.enum(['valid', 'void']),
  reason: z.string().max(500),
  /** By criterion id. A criterion without enough samples for its percentile is absent. */
  scalars: z.record(z.string(), z.object({ value: z.number(), samples: z.number().int() })),
  /** Per level, points of the first-audio latency distribution for display: [quantile, milliseconds]. */
  curves: z.record(z.string(), z.array(z.tuple([z.number(), z.number()])).max(24)),
  requests: z.number().int(),
  errors: z.number().int(),
  /** Share of the generator's CPU that was idle, 0 to 1, where it could be read. */
  generatorIdle: z.number().nullable(),
  /** What the generator added to a request itself, p99 of the worst level, milliseconds; the latencies are without it. */
  ownDelayP99Ms: z.number().optional(),
  /** The guard whose bound was passed: the load is not made again. */
  stoppedBy: z.string().max(100).optional(),
  /** Seconds since the youngest pod that served became ready: fresh pods are compared with fresh ones. */
  podAgeSeconds: z.number().nonnegative().optional(),
  /**
   * Numbers that the release has no part in, by name and unit (`network_rtt_p50_ms`): where they moved as well, it was
   * not the release alone.
   */
  controls: z.record(z.string(), z.number()).optional(),
  /** What else was going on that could explain a bad number. */
  suspects: z.array(suspect).max(mostSuspects).optional(),
  /** What could not be looked at, and why: told with the first run alone. */
  unseen: z.array(z.string().max(300)).max(10).optional(),
  /** What the guards saw of the platform and its users: the most before the load and during it, in their own units. */
  background: z
    .record(z.string(), z.object({ before: z.number().nullable(), during: z.number().nullable() }))
    .optional(),
});
export type Measured = z.infer<typeof measured>;
