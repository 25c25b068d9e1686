import { z } from 'zod';
import { metadata } from './meta.ts';

/** The scalars of one accepted benchmark run, by criterion id (`8/ttfa_p95`). */
export const acceptedRun = z.object({
  at: z.string().describe('When it was measured (RFC 3339).'),
  run: z.string().describe('The run it comes from; accepting the same again changes nothing.'),
  scalars: z.record(z.string(), z.number()).describe('Value by criterion id.'),
});
export type AcceptedRun = z.infer<typeof acceptedRun>;

/** Accepted runs kept per key. */
export const keptRuns = 20;

/** The accepted numbers of one key. Only runs of releases that passed are ever in it. */
export const baselineSpec = z.object({
  key: z.string().describe('Platform, workload, GPUs: what the numbers are comparable for.'),
  runs: z.array(acceptedRun).max(keptRuns).default([]).describe('The last accepted runs, oldest first.'),
  anchor: acceptedRun
    .optional()
    .describe('The first accepted run, kept so that slow drift can be seen beside the rolling window.'),
  imported: z
    .object({ from: z.string().max(300), when: z.string() })
    .optional()
    .describe('Set where the first runs were not measured on this cluster.'),
});
export type BaselineSpec = z.infer<typeof baselineSpec>;

export const baseline = z.object({
  apiVersion: z.string(),
  kind: z.literal('Baseline'),
  metadata,
  spec: baselineSpec,
});
export type Baseline = z.infer<typeof baseline>;
