import { z } from 'zod';

const count = z.int().nonnegative();

/** A part of a probe's window: one level result of the load engine that its audit lets stand. */
export const batchSchema = z.strictObject({
  windowSeconds: z.number().positive(),
  /** Requests of the window, how many of them ended well, and how many of these were within every SLO. */
  started: count,
  complete: count,
  failed: count,
  good: count,
  /** Complete requests a second, each by the share of its time inside the window. */
  perSecond: z.number().nonnegative(),
  /** Mean response time of the complete ones, from the intended start; null without any. */
  responseMs: z.number().nullable(),
  /** The most requests under way at one time. */
  inFlight: count,
});
export type Batch = z.infer<typeof batchSchema>;

/** Why a level was measured. */
export const purposes = ['climb', 'bisect', 'confirm', 'repeat', 'knee'] as const;
export type Purpose = (typeof purposes)[number];

/** One short run at one level, as the history keeps it. */
export const probeSchema = z.strictObject({
  level: z.number().positive(),
  purpose: z.enum(purposes),
  startedAt: z.string(),
  /** Wall seconds that it took, and those that its load was planned to take. */
  seconds: z.number().nonnegative(),
  loadSeconds: z.number().nonnegative(),
  /** Requests sent, measured or not. */
  requests: count,
  batches: z.array(batchSchema),
  /** Measure of each SLO → HDR histogram of the whole window, base64. */
  histograms: z.record(z.string(), z.string()),
  /** Up to three messages of failed requests. */
  errors: z.array(z.string()),
  /** Why the generator's audit threw batches away; those that are left are in `batches`. */
  invalid: z.array(z.string()),
  /** Why the run ended before its plan; null when it did not. */
  lost: z.string().nullable(),
  /** The guard that ended it for the users' sake; null for none. */
  guard: z.string().nullable(),
});
export type Probe = z.infer<typeof probeSchema>;
