import { z } from 'zod';
import { occurrence } from '../../suites/release/subject.ts';

/** How a rollback ended. The Job writes it to its termination log, as JSON. */
export const rollbackOutcome = z.object({
  outcome: z.enum(['done', 'failed', 'refused']),
  reason: z.string().max(1000),
  revision: z.number().int().nullable(),
});
export type RollbackOutcome = z.infer<typeof rollbackOutcome>;

/** What the Job is told, as JSON in its one argument. */
export const rollbackOrder = z.object({
  run: z.string(),
  namespace: z.string(),
  release: z.string(),
  /** How the release is observed is the platform's matter. */
  platform: z.string(),
  /** What was judged: it must still be what is deployed. */
  judged: occurrence,
  /** The Helm revision to go back to. */
  target: z.number().int(),
});
export type RollbackOrder = z.infer<typeof rollbackOrder>;

export const ended = (
  outcome: RollbackOutcome['outcome'],
  reason: string,
  revision: number | null = null,
): RollbackOutcome => ({
  outcome,
  reason: reason.length <= 1000 ? reason : `${reason.slice(0, 999)}…`,
  revision,
});
