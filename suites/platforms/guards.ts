import { z } from 'zod';
import { metricGuardSchema, probeGuardSchema } from '../../load/guards.ts';

/** A bound on a metric of the platform's own, before it is known which pods tell it. */
export const platformMetric = metricGuardSchema.omit({ urls: true, mayBeBlind: true }).extend({
  /** Which pods of the release tell it: a regular expression over a pod's name and its images. */
  pods: z.string(),
  /** A number, or the name of a container's port. */
  port: z.union([z.int().positive(), z.string().min(1)]),
  path: z.string().startsWith('/').default('/metrics'),
});
export type PlatformMetric = z.infer<typeof platformMetric>;

/**
 * What ends a benchmark so that no user is hurt (`guards.json`): the platform's own metrics, always, and a light
 * request beside the load where there are users. `source` says where the bounds are from.
 */
export const platformGuards = z.strictObject({
  source: z.string(),
  metrics: z.array(platformMetric).max(16),
  probe: probeGuardSchema.omit({ protocol: true }).nullable(),
});
export type PlatformGuards = z.infer<typeof platformGuards>;
