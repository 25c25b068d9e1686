import { z } from 'zod';

/** A benchmark as a platform's folder declares it (`workloads/*.json`). */
export const workload = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  /** Id of a file in `load/protocols`. */
  protocol: z.string(),
  texts: z.array(z.string()).min(1).max(200),
  seed: z.number().int(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Which workloads' GPUs serve it: a regular expression over workload names. */
  servedBy: z.string(),
  levelsPerGpu: z.array(z.number().int().positive()).min(1).max(12),
  warmupSeconds: z.number().nonnegative(),
  measureSeconds: z.number().positive(),
  runs: z.strictObject({ min: z.number().int().min(1), max: z.number().int().max(5) }),
  criteria: z.array(
    z.strictObject({
      definition: z.string(),
      title: z.string(),
      unit: z.string(),
      streamsPerGpu: z.number().int().positive(),
      better: z.enum(['lower', 'higher']),
      minEffect: z.number().positive().nullable(),
      primary: z.boolean(),
      /** Divide by the number of GPUs (throughput is published per GPU). */
      perGpu: z.boolean().default(false),
      /** An absolute limit, where the expectation is not the GPU's table but a service level. */
      slo: z.number().nullable().default(null),
    }),
  ),
});
export type Workload = z.infer<typeof workload>;
