import { z } from 'zod';
import { guardsSchema } from './guards.ts';

/**
 * The most a load run may ask of a platform, whatever its levels say. The engine enforces it a second time:
 * a run that meets a cap stops there and its result is `partial`.
 */
export const loadBudgetSchema = z.strictObject({
  /** Requests started over all levels, warm-up included. */
  maxRequests: z.int().positive(),
  /** Wall seconds from the first request to the last, over all levels. */
  maxSeconds: z.number().positive(),
  /** Streams, or requests of an open loop, at the same time. */
  maxStreams: z.int().positive().max(10_000),
});
export type LoadBudget = z.infer<typeof loadBudgetSchema>;

/** Where the load goes and how it speaks. */
export const loadTargetSchema = z.strictObject({
  /** Base URL, `http(s)://host:port[/prefix]`; for a WebSocket protocol the scheme is turned into `ws(s)`. */
  url: z.url({ protocol: /^https?$/ }),
  /** Id of a file in `load/protocols`, such as `cartesia-bytes`. */
  protocol: z.string().min(1),
  /** Sent with each request, over those of the protocol. */
  headers: z.record(z.string(), z.string()).default({}),
  /** Name of the environment variable of the load process that holds the API key; the key itself is never in a plan. */
  apiKeyEnv: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/)
    .optional(),
  /** Marks our traffic: sent as the header `X-Seatrial-Tags: a=b,c=d` and set as k6 tags. */
  tags: z.record(z.string(), z.string()).default({}),
  /** Accept any certificate (self-signed ingress in a test cluster). */
  insecureTls: z.boolean().default(false),
});
export type LoadTarget = z.infer<typeof loadTargetSchema>;

/** Made-up texts: seeded words and sentences without a meaning, each of so many characters. */
export const madeTextsSchema = z.strictObject({
  characters: z.int().positive().max(1_000_000),
  count: z.int().positive().max(10_000).default(1),
});

/** Made-up clips: seeded sounds with the rhythm and the pitch of speech and no words; transcripts of them are void. */
export const madeClipsSchema = z.strictObject({
  seconds: z.number().positive().max(600),
  count: z.int().positive().max(1000).default(1),
});

/** A real clip: a whole WAV file (16-bit PCM, mono), base64. In a cluster the plan travels as a ConfigMap: 1 MiB in all. */
export const wavClipSchema = z.strictObject({ wav: z.base64().min(60) });

/** What is asked for: texts, or clips for what listens, taken in turn in a seeded order, and the protocol's parameters. */
export const loadWorkloadSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    texts: z
      .array(z.union([z.string().min(1), madeTextsSchema]))
      .max(10_000)
      .default([]),
    clips: z
      .array(z.union([madeClipsSchema, wavClipSchema]))
      .max(1000)
      .default([]),
    /** Texts in one request, for a protocol that takes several (embeddings, encode, score). */
    batch: z.int().positive().max(1024).default(1),
    /** How a clip goes over a socket: as fast as somebody speaks, or as fast as it goes. */
    pace: z.enum(['realtime', 'fast']).default('realtime'),
    seed: z.int().nonnegative().max(0x7fff_ffff).default(1),
    /** Fill the protocol's `{{params.x}}`: voice, model, encoding, sampleRate and so on. */
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  })
  .refine(({ texts, clips }) => (texts.length === 0) !== (clips.length === 0), {
    message: 'a workload asks with texts or with clips: one of the two, and not both',
    path: ['texts'],
  });
export type LoadWorkload = z.infer<typeof loadWorkloadSchema>;

const most = 10_000;

/** Closed loop: so many streams, each sending its next request when the one before is over. */
export const closedLevelSchema = z.strictObject({
  streams: z.int().positive().max(most),
  /** The number of streams at the end of the window, reached in equal steps; absent for a constant load. */
  rampTo: z.int().positive().max(most).optional(),
});

/** Open loop: requests start at their moments, whether earlier ones are over or not; latency counts from there. */
export const openLevelSchema = z.strictObject({
  /** Requests a second. */
  rate: z.number().positive().max(100_000),
  /** The rate at the end of the window. */
  rampTo: z.number().positive().max(100_000).optional(),
  /** Even distances, or a Poisson process drawn from the workload's seed. */
  arrivals: z.enum(['constant', 'poisson']).default('poisson'),
});

/** Open loop with the starts of a recorded trace. */
export const traceLevelSchema = z.strictObject({
  /** Seconds since the start of the window, ascending; the window is as long as the plan says. */
  trace: z
    .array(z.number().nonnegative())
    .min(1)
    .max(1_000_000)
    .refine((trace) => trace.every((at, index) => index === 0 || at >= trace[index - 1]!), {
      message: 'a trace has its starts in ascending order',
    }),
});

/** One level of load. */
export const loadLevelSchema = z.union([closedLevelSchema, openLevelSchema, traceLevelSchema]);
export type LoadLevel = z.infer<typeof loadLevelSchema>;

/** The streams of a closed level at its most; null for an open loop. */
export const streamsOf = (level: LoadLevel): number | null =>
  'streams' in level ? Math.max(level.streams, level.rampTo ?? 0) : null;

/** Requests a second that an open loop is to start in its window, on average; undefined for a closed loop. */
export function rateOf(level: LoadLevel, measureSeconds: number): number | undefined {
  if ('rate' in level) return (level.rate + (level.rampTo ?? level.rate)) / 2;
  if ('trace' in level) return level.trace.filter((at) => at < measureSeconds).length / measureSeconds;
  return undefined;
}

/** What a request has to keep to count as good (goodput). */
export const sloSchema = z.strictObject({
  /** A measure of `definitions.ts` with one value per request, such as `user_ttfa` or `e2e`. */
  measure: z.string(),
  /** In the measure's unit. */
  max: z.number().positive(),
});
export type Slo = z.infer<typeof sloSchema>;

/**
 * One load run: the levels one after another. At each level the load is on for `warmupSeconds`, then for
 * `measureSeconds`, then until every request that started in the measured window has ended; it is cut by time
 * and never drained in between.
 */
export const loadPlanSchema = z
  .strictObject({
    target: loadTargetSchema,
    workload: loadWorkloadSchema,
    levels: z.array(loadLevelSchema).min(1).max(64),
    warmupSeconds: z.number().nonnegative().max(3600).default(2),
    measureSeconds: z.number().positive().max(86_400),
    /** A request that takes longer is ended and counted as `timeout`. */
    requestTimeoutSeconds: z.number().positive().max(3600).default(30),
    slos: z.array(sloSchema).max(8).default([]),
    budget: loadBudgetSchema,
    /** What ends the load at once, so that nobody is hurt; absent: nothing is watched. */
    guards: guardsSchema.optional(),
  })
  .superRefine((plan, context) => {
    plan.levels.forEach((level, index) => {
      const streams = streamsOf(level);
      if (streams !== null && streams > plan.budget.maxStreams) {
        const message = `level of ${streams} streams is above the budget's ${plan.budget.maxStreams}`;
        context.addIssue({ code: 'custom', path: ['levels', index, 'streams'], message });
      }
      if ('trace' in level && level.trace[0]! >= plan.measureSeconds) {
        const message = `the trace has no request in the window of ${plan.measureSeconds} s`;
        context.addIssue({ code: 'custom', path: ['levels', index, 'trace'], message });
      }
    });
    const seconds = plannedSeconds(plan);
    if (seconds > plan.budget.maxSeconds) {
      const message = `the levels take at least ${seconds} s, the budget allows ${plan.budget.maxSeconds} s`;
      context.addIssue({ code: 'custom', path: ['budget', 'maxSeconds'], message });
    }
  });
export type LoadPlan = z.infer<typeof loadPlanSchema>;
/** What a caller may write: fields with a default can be left out. */
export type LoadPlanInput = z.input<typeof loadPlanSchema>;

/** Seconds that the levels take without the cool-down of their last requests. */
export function plannedSeconds(plan: Pick<LoadPlan, 'levels' | 'warmupSeconds' | 'measureSeconds'>): number {
  return plan.levels.length * (plan.warmupSeconds + plan.measureSeconds);
}
