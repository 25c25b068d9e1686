import { z } from 'zod';

const share = z.number().min(0).max(1).default(1);

/** Where a fault applies; everywhere when nothing is said. */
const scope = {
  /** Only pods of this release, e.g. `v1.9.0`. */
  release: z.string().optional(),
  /** Only pods of this pool. */
  pool: z.string().optional(),
  role: z.enum(['operator', 'platform', 'pool']).optional(),
};
const plain = <Id extends string>(id: Id) => z.strictObject({ id: z.literal(id), ...scope });
const rated = <Id extends string>(id: Id) => z.strictObject({ id: z.literal(id), rate: share, ...scope });

/** One fault that the stand-in can be told to have. `rate` is the share of requests that it touches. */
export const faultSchema = z.discriminatedUnion('id', [
  rated('errors'),
  /** The chat stream ends in order, but without `[DONE]`. */
  rated('no-done'),
  /** The chat answers something else than it was asked. */
  rated('wrong-answer'),
  /** Vectors of another space, of another length, not of unit length, or with holes. */
  z.strictObject({
    id: z.literal('wrong-vectors'),
    how: z.enum(['other-space', 'short', 'long', 'holes']).default('other-space'),
    ...scope,
  }),
  rated('silence'),
  /** The audio ends in order, but with this part of it only. */
  z.strictObject({ id: z.literal('short-audio'), rate: share, keep: z.number().min(0).max(1), ...scope }),
  /** Transcripts say something else than was said. */
  plain('misheard'),
  /** Jobs fail. */
  plain('transcripts-fail'),
  /** Models that the release before had are gone. */
  plain('models-lost'),
  /** Models are listed that nothing serves when they are asked for by id. */
  plain('model-not-callable'),
  /** What was stored before is not there. */
  plain('data-lost'),
  /** Lists come in another envelope than the major version promises. */
  plain('other-envelope'),
  plain('never-ready'),
  z.strictObject({
    id: z.literal('crash-loop'),
    afterSeconds: z.number().min(0).max(3600).default(2),
    ...scope,
  }),
  /** The operator rolls every pool again, all at the same time; when the fault ends, one after the other. */
  plain('all-pools-at-once'),
  /** The operator restarts pools for their configuration. */
  plain('restart-on-config'),
  /** The deployment says that it is not ready, in its metric and in its health. */
  plain('not-ready'),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultId = Fault['id'];
export type FaultOf<Id extends FaultId> = Extract<Fault, { id: Id }>;

export const faultListSchema = z.array(faultSchema).max(32);

/** The pod that asks whether a fault is meant for it. */
export interface Site {
  readonly role: 'operator' | 'platform' | 'pool';
  readonly release: string;
  readonly pool?: string | undefined;
}

export const appliesTo = (fault: Fault, site: Site): boolean =>
  (fault.release === undefined || fault.release === site.release) &&
  (fault.pool === undefined || fault.pool === site.pool) &&
  (fault.role === undefined || fault.role === site.role);
