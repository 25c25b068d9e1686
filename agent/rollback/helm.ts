import { z } from 'zod';

/** One revision as `helm history --output json` tells it. */
export const helmRevision = z.object({
  revision: z.number().int(),
  status: z.string(),
  description: z.string().default(''),
});
export type HelmRevision = z.infer<typeof helmRevision>;

/** The two things that a rollback needs of Helm. */
export interface Helm {
  /** Every revision that Helm still has, in any order. Throws when Helm cannot answer. */
  history(): Promise<HelmRevision[]>;
  /** Goes back to a revision, which makes a new one. Helm's own complaint where it could not. */
  rollback(revision: number, description: string): Promise<{ ok: true } | { ok: false; reason: string }>;
}
