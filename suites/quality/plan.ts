import { z } from 'zod';
import { baselineSnapshot } from '../bench/plan.ts';

/** What the scores of smoke checks are held against. */
export const plannedQuality = z.object({
  baselineKey: z.string(),
  /** Scores of accepted runs, by `<check>/<score>`. */
  baseline: baselineSnapshot.nullable(),
  /** The share of the accepted scores' median that the vendor demands, and who says so. */
  gate: z.object({ share: z.number().positive(), source: z.string() }).nullable(),
});
export type PlannedQuality = z.infer<typeof plannedQuality>;

/** Scores hold for a platform whatever its GPUs: what they say is the same. */
export const qualityKey = (platform: string): string => `${platform}-quality`;
