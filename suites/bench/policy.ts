import { z } from 'zod';
import { benchLimit } from './limits.ts';
import { timeWindow } from './windows.ts';

/** How much a benchmark may ask of the users' platform. Everything narrows; nothing asks for more than the workload. */
export const benchPolicy = z.strictObject({
  besideUsers: z
    .boolean()
    .default(true)
    .describe(
      "Users may be on the platform: one stream beside theirs, watched by a light request. false: nobody else uses it, and the workload's own levels are measured.",
    ),
  maxRuns: z.number().int().min(1).max(5).optional().describe('Benchmark runs per workload, at most.'),
  maxStreamsPerGpu: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Levels above so many streams per GPU are left out.'),
  measureSeconds: z
    .number()
    .min(1)
    .max(3600)
    .optional()
    .describe("Length of a level's measured window; left out: the workload's own."),
  maxRequests: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Requests of one workload over all of its runs, at most.'),
  maxGpuSeconds: z
    .number()
    .min(1)
    .optional()
    .describe('GPUs times seconds under load, of one workload over all of its runs, at most.'),
  windows: z
    .array(timeWindow)
    .max(20)
    .default([])
    .describe('When load may be made; empty: always. Outside of them benchmarks are skipped.'),
  limits: z.array(benchLimit).max(20).default([]).describe('Absolute limits of your own; each decides.'),
  usersMs: z
    .number()
    .min(1)
    .optional()
    .describe(
      "Milliseconds that a user may wait for the first content while load is made; left out: the platform's bound.",
    ),
  allowBlind: z
    .boolean()
    .default(false)
    .describe(
      "Load may go on where the platform's own metrics cannot be read. false: then it stops, and tells nothing.",
    ),
});

/** What a caller may say; all of it has a default or means no further limit. */
export type BenchPolicy = z.input<typeof benchPolicy>;
