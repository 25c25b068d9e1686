import { z } from 'zod';

/**
 * Something besides the release that could explain what was measured. It never makes a verdict worse: it keeps a
 * release from being blamed, and says where to look instead.
 */
export const suspect = z.object({
  kind: z.enum([
    'node-pressure',
    'cpu-throttling',
    'gpu-error',
    'gpu-clocks',
    'gpu-count',
    'noisy-neighbour',
    'other-rollout',
    'network',
    'control',
  ]),
  /** Where: `Node/gpu-3`, `Pod/batch/train-0`, `Deployment/vllm/router`. */
  object: z.string().max(200),
  /** One sentence with its numbers, for a person who is to look at it. */
  words: z.string().max(300),
});
export type Suspect = z.infer<typeof suspect>;

/** Suspects of one measurement that are kept; the rest say no more. */
export const mostSuspects = 10;
