import { z } from 'zod';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const address = z.url({ protocol: /^https?$/ });

/** A bound on what the platform tells about itself, read from pages of metrics in Prometheus' text format. */
export const metricGuardSchema = z.strictObject({
  name,
  /** Pages of metrics, one per pod: each is read, and together they make one number. */
  urls: z.array(address).min(1).max(64),
  metric: z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/),
  /** Labels that a series must have. */
  labels: z.record(z.string(), z.string()).default({}),
  /** The value itself, or what it has grown by since the load began (a counter). */
  of: z.enum(['value', 'increase']).default('value'),
  /** How several series and pages become one number. */
  across: z.enum(['sum', 'max']).default('sum'),
  /** What it means when a page does not have the series: nothing yet (zero), or that the guard is blind. */
  absent: z.enum(['zero', 'blind']).default('blind'),
  /** The load stops as soon as the number is above; null: it is recorded only. */
  max: z.number().nullable(),
  /** Lets the load go on when the metric cannot be read. Otherwise it stops: users must not be hurt blindly. */
  mayBeBlind: z.boolean().default(false),
});
export type MetricGuard = z.infer<typeof metricGuardSchema>;

/** A light request beside the load, as a user would send it, on connections of its own and tagged as ours. */
export const probeGuardSchema = z.strictObject({
  name: name.default('users'),
  everyMs: z.int().min(50).max(10_000).default(250),
  /** Id of a file in `load/protocols`; the target's own unless given. */
  protocol: z.string().min(1).optional(),
  /** Something short to ask for; what the load asks for unless given. Parameters come on top of the load's. */
  workload: z
    .strictObject({
      texts: z.array(z.string().min(1)).min(1).max(16),
      params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
    })
    .optional(),
  /** Milliseconds from the intended start to the first content; null: no such bound. */
  maxMs: z.number().positive().nullable(),
  /** Times its own median before the load, but at least `marginMs` above it; null: no such bound. The lower bound counts. */
  maxTimes: z.number().gt(1).nullable(),
  marginMs: z.number().nonnegative().default(50),
  /** The load stops when so many of the `last` ones were late or failed. One that is late counts before it is answered. */
  bad: z.int().positive().max(50).default(2),
  last: z.int().positive().max(50).default(3),
  timeoutSeconds: z.number().positive().max(60).default(5),
});
export type ProbeGuard = z.infer<typeof probeGuardSchema>;

/**
 * What ends a load that would hurt others. The guards live in the load process itself: the load stops within a second,
 * whoever watches, and requests in flight are broken off. Each pod of a load in several watches for itself.
 */
export const guardsSchema = z
  .strictObject({
    /** How long the platform is watched before the load begins; it does not begin beyond a bound, or blind. */
    beforeSeconds: z.number().nonnegative().max(60).default(3),
    everyMs: z.int().min(50).max(1000).default(200),
    /** A metric that was not read for so long is out of sight. */
    blindAfterMs: z.int().min(200).max(10_000).default(1000),
    metrics: z.array(metricGuardSchema).max(32).default([]),
    probe: probeGuardSchema.nullable().default(null),
  })
  .superRefine(({ beforeSeconds, metrics, probe }, context) => {
    const names = [...metrics.map((one) => one.name), ...(probe ? [probe.name] : [])];
    if (new Set(names).size < names.length)
      context.addIssue({ code: 'custom', path: ['metrics'], message: 'two guards have one name' });
    if (!probe) return;
    const issue = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['probe', field], message });
    if (probe.bad > probe.last) issue('bad', `${probe.bad} of ${probe.last} can never be`);
    if (probe.maxTimes !== null && beforeSeconds * 1000 < 4 * probe.everyMs)
      issue('maxTimes', 'needs a median: watch for at least four requests before the load');
  });
export type Guards = z.infer<typeof guardsSchema>;

const seen = z.strictObject({
  readings: z.int().nonnegative(),
  mean: z.number(),
  max: z.number(),
  /** Readings that failed, or requests of the probe. */
  failed: z.int().nonnegative(),
});

/** What a guard saw before the load and during it: the metric's own unit, or milliseconds to the first content. */
export const backgroundSchema = z.strictObject({ before: seen.optional(), during: seen.optional() });
export type Background = z.infer<typeof backgroundSchema>;

/** Which guard ended a load. */
export const stoppedBySchema = z.strictObject({
  name: z.string(),
  /** `bound`: beyond its bound. `blind`: it could not see any more, or never could. */
  kind: z.enum(['bound', 'blind']),
  value: z.number(),
  bound: z.number(),
  unit: z.string().optional(),
  /** ISO time of the load process' clock. */
  at: z.string(),
  words: z.string().optional(),
});
export type StoppedBy = z.infer<typeof stoppedBySchema>;
