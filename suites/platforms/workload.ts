import { z } from 'zod';
import {
  type LoadWorkload,
  loadBudgetSchema,
  loadLevelSchema,
  loadWorkloadSchema,
  sloSchema,
} from '../../load/plan.ts';

const criterion = z.strictObject({
  definition: z.string().describe('a key of load/definitions.ts, such as ttfa_p95'),
  title: z.string(),
  unit: z.string(),
  streamsPerGpu: z.int().positive(),
  better: z.enum(['lower', 'higher']),
  minEffect: z
    .number()
    .positive()
    .nullable()
    .describe('the smallest relative change for the worse that is a regression; null: never compared'),
  primary: z.boolean().describe('primary criteria decide; the others are shown'),
  perGpu: z.boolean().default(false).describe('divide by the number of GPUs'),
  slo: z
    .number()
    .nullable()
    .default(null)
    .describe("an absolute limit, where a service level is expected and not the GPU's table"),
});

/** What is asked for, in the load plan's own words. */
const { name, ...asked } = loadWorkloadSchema.shape;

/**
 * A benchmark as a platform's folder declares it (`workloads/*.json`), for trials and for `seatrial bench --workload`.
 * Published as `docs/schemas/workload.schema.json`. The fields from `inTrials` on are what trials need beyond a load.
 */
export const workload = z
  .strictObject({
    $schema: z.string().optional().describe('lets an editor check the file'),
    name,
    title: z.string(),
    protocol: z.string().describe('id of a file in load/protocols, such as openai-chat'),
    ...asked,
    levels: z
      .array(loadLevelSchema)
      .min(1)
      .max(64)
      .optional()
      .describe('levels of seatrial bench, closed or open; levelsPerGpu where there are none'),
    warmupSeconds: z.number().nonnegative().max(3600).default(2),
    measureSeconds: z.number().positive().max(86_400).default(20),
    requestTimeoutSeconds: z.number().positive().max(3600).default(30),
    slos: z.array(sloSchema).max(8).default([]).describe('what a request has to keep to count as good'),
    budget: loadBudgetSchema.partial().default({}).describe('the most that seatrial bench may ask'),
    inTrials: z.boolean().default(true).describe('whether trials measure it; the rest is for seatrial bench'),
    servedBy: z
      .string()
      .default('')
      .describe("whose GPUs serve it: a regular expression over workloads' names; empty for all"),
    levelsPerGpu: z
      .array(z.int().positive())
      .min(1)
      .max(12)
      .default([1])
      .describe('closed-loop levels of trials: streams for each GPU that serves'),
    runs: z
      .strictObject({ min: z.int().min(1).max(5), max: z.int().min(1).max(5) })
      .default({ min: 1, max: 3 }),
    criteria: z.array(criterion).max(40).default([]),
  })
  .superRefine((given, context) => {
    const asks = loadWorkloadSchema.safeParse(askedBy(given));
    for (const { path, message } of asks.error?.issues ?? [])
      context.addIssue({ code: 'custom', path, message });
  });
export type Workload = z.infer<typeof workload>;

/** The part of a workload that a load plan takes. */
export const loadWorkloadOf = (of: Workload): LoadWorkload => loadWorkloadSchema.parse(askedBy(of));

const askedBy = (of: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.keys(loadWorkloadSchema.shape).map((key) => [key, of[key]]));
