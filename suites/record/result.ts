import { z } from 'zod';
import { finding } from './finding.ts';
import { blame, gate } from './outcome.ts';
import { mostSuspects, suspect } from './suspect.ts';

/** One run of one check, with its bounds in time. */
export const attempt = finding.extend({ startedAt: z.string(), finishedAt: z.string() });
export type Attempt = z.infer<typeof attempt>;

/** The final word on one entry of a suite: its last finding, and every attempt that led to it. */
export const result = finding.extend({
  suite: z.string(),
  check: z.string(),
  title: z.string(),
  gate,
  blames: blame,
  attempts: z.array(attempt).max(10),
  /** What besides the release could explain it; where there is any, the release is not blamed. */
  suspects: z.array(suspect).max(mostSuspects).optional(),
});
export type Result = z.infer<typeof result>;
