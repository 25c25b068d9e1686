import { z } from 'zod';

/** What a check answers. `inconclusive`: it could not tell. `skip`: it does not apply, and the reason says why. */
export const outcome = z.enum(['pass', 'fail', 'inconclusive', 'skip']);
export type Outcome = z.infer<typeof outcome>;

/** What a run answers. `fail` only when the release is to blame. */
export const verdict = z.enum(['pass', 'fail', 'inconclusive']);
export type Verdict = z.infer<typeof verdict>;

/** What is to be done. `hold` changes nothing and asks a person. */
export const decision = z.enum(['promote', 'hold', 'rollback']);
export type Decision = z.infer<typeof decision>;

/** Whom a failed check accuses. A rollback cures only what the release did. */
export const blame = z.enum(['release', 'environment']);
export type Blame = z.infer<typeof blame>;

/** Whether a suite's entry decides (`blocking`) or only tells (`advisory`). */
export const gate = z.enum(['blocking', 'advisory']);
export type Gate = z.infer<typeof gate>;
