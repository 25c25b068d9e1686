import { z } from 'zod';

/** What A/A runs of one release say about this cluster, for one baseline key. Relative numbers on the log scale. */
export const calibration = z.object({
  /** When the last of the runs ended (RFC 3339). */
  at: z.string(),
  runs: z.number().int().min(2).max(50),
  criteria: z.record(
    z.string(),
    z.object({
      /** Run-to-run standard deviation, log scale: 0.01 is 1 %. */
      spread: z.number().nonnegative(),
      df: z.number().int().positive(),
      /** The smallest relative change for the worse that is found in four of five cases, with as many runs as the plan allows. */
      smallestEffect: z.number().positive(),
      /** One sentence where the runs were not stationary; then the criterion is not calibrated. */
      unsteady: z.string().max(300).optional(),
    }),
  ),
  /** Absent below three criteria that were steady. */
  prior: z.object({ s0: z.number().positive(), d0: z.number().nonnegative() }).optional(),
});
export type Calibration = z.infer<typeof calibration>;
