import { z } from 'zod';

const share = z.number().min(0).max(1);

/** Where a fault applies; everywhere when nothing is said. */
const scope = {
  /** Only pods of this release, e.g. `sonic-20260610`. */
  release: z.string().optional(),
  /** Only pods of this worker (name of its Deployment). */
  worker: z.string().optional(),
  role: z.enum(['api', 'worker', 'voice-clone', 'license-proxy']).optional(),
};

/** One fault that the stand-in can be told to have. `rate` is the share of requests that it touches. */
export const faultSchema = z.discriminatedUnion('id', [
  z.strictObject({ id: z.literal('slower'), percent: z.number().gt(-90).max(10_000), ...scope }),
  z.strictObject({ id: z.literal('heavy-tail'), rate: share, factor: z.number().min(1).max(1000), ...scope }),
  z.strictObject({ id: z.literal('errors'), rate: share, ...scope }),
  /** The connection is cut after this part of the audio. */
  z.strictObject({ id: z.literal('truncated'), rate: share, keep: share.default(0.5), ...scope }),
  /** The stream ends in order, but with this part of the audio only. */
  z.strictObject({ id: z.literal('short-audio'), rate: share, keep: share.default(0.5), ...scope }),
  /** The stream stalls after its first chunk, so that a player runs dry. */
  z.strictObject({
    id: z.literal('underruns'),
    rate: share,
    stallMs: z.number().min(1).max(60_000),
    ...scope,
  }),
  z.strictObject({ id: z.literal('silence'), rate: share, ...scope }),
  z.strictObject({ id: z.literal('never-ready'), ...scope }),
  z.strictObject({
    id: z.literal('crash-loop'),
    afterSeconds: z.number().min(0).max(3600).default(2),
    ...scope,
  }),
  /** The list of voices is an old one: the voices added by hot reload and cloning are missing. */
  z.strictObject({
    id: z.literal('voices-lost'),
    /** Those that the release brings are missing as well. */
    shipped: z.boolean().default(false),
    ...scope,
  }),
  z.strictObject({ id: z.literal('dictionaries-lost'), ...scope }),
  /** The words are spoken in the wrong order: speech of the right length and loudness, but another text. */
  z.strictObject({ id: z.literal('wrong-words'), rate: share, ...scope }),
  /** Speech to text answers in good order, with other words. */
  z.strictObject({ id: z.literal('mishears'), ...scope }),
  z.strictObject({ id: z.literal('slow-voices'), delayMs: z.number().min(1).max(120_000), ...scope }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultId = Fault['id'];

export const faultListSchema = z.array(faultSchema).max(32);

/** The pod that asks whether a fault is meant for it. */
export interface Site {
  readonly role: string;
  readonly release: string;
  readonly worker?: string | undefined;
}

export function appliesTo(fault: Fault, site: Site): boolean {
  const { release, worker, role } = fault;
  return (
    (release === undefined || release === site.release) &&
    (worker === undefined || worker === site.worker) &&
    (role === undefined || role === site.role)
  );
}
