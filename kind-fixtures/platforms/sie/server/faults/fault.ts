import { z } from 'zod';

const share = z.number().min(0).max(1);

/** Where a fault applies; everywhere when nothing is said. */
const scope = {
  /** Only pods of this version, e.g. `0.3.2`. */
  version: z.string().optional(),
  role: z.enum(['gateway', 'config', 'worker']).optional(),
};

/** One fault that the stand-in can be told to have. */
export const faultSchema = z.discriminatedUnion('id', [
  /** The gateway answers 503 at /readyz. */
  z.strictObject({ id: z.literal('gateway-not-ready'), ...scope }),
  /** The gateway sees no worker: /health is degraded, requests are told to wait. */
  z.strictObject({ id: z.literal('zero-workers'), ...scope }),
  /** Workers report another machine profile than the one configured. */
  z.strictObject({ id: z.literal('wrong-gpu'), gpu: z.string().default('t4'), ...scope }),
  /** The config service answers 503 to everything. */
  z.strictObject({ id: z.literal('config-down'), ...scope }),
  /** The config service is ahead of what the gateway ever gets. */
  z.strictObject({ id: z.literal('epoch-drift'), by: z.number().int().min(1).default(1), ...scope }),
  /** Workers report another bundle hash than the one the gateway expects. */
  z.strictObject({ id: z.literal('bundle-not-acked'), ...scope }),
  /** One model is gone from the gateway. */
  z.strictObject({ id: z.literal('model-lost'), model: z.string(), ...scope }),
  /** The gateway has an empty catalogue, as before its bootstrap. */
  z.strictObject({ id: z.literal('models-empty'), ...scope }),
  /** `X-SIE-Server-Version` says this. */
  z.strictObject({ id: z.literal('server-version'), says: z.string(), ...scope }),
  z.strictObject({ id: z.literal('nan-embedding'), ...scope }),
  z.strictObject({ id: z.literal('wrong-dims'), dims: z.number().int().min(1).default(768), ...scope }),
  z.strictObject({ id: z.literal('not-normalised'), scale: z.number().default(3.7), ...scope }),
  /** Embeddings turn away from the right ones, to this cosine. */
  z.strictObject({ id: z.literal('other-model'), cosine: z.number().min(-1).max(1).default(0.62), ...scope }),
  /** MessagePack holds other vectors than JSON. */
  z.strictObject({ id: z.literal('msgpack-differs'), ...scope }),
  z.strictObject({ id: z.literal('score-inverted'), ...scope }),
  z.strictObject({ id: z.literal('extract-empty'), ...scope }),
  /** The gateway asks everybody to wait for capacity, for ever. */
  z.strictObject({ id: z.literal('stuck-provisioning'), ...scope }),
  /** A worker that is told to end drops what it has in hand, and keeps no one else from losing it. */
  z.strictObject({ id: z.literal('drain-drops'), ...scope }),
  /** Every inference takes this much longer. */
  z.strictObject({ id: z.literal('slow'), delayMs: z.number().min(1).max(120_000), ...scope }),
  z.strictObject({ id: z.literal('errors'), rate: share, ...scope }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultId = Fault['id'];

export const faultListSchema = z.array(faultSchema).max(32);

/** The pod that asks whether a fault is meant for it. */
export interface Site {
  readonly role: 'gateway' | 'config' | 'worker';
  readonly version: string;
}

export function appliesTo({ version, role }: Fault, site: Site): boolean {
  return (version === undefined || version === site.version) && (role === undefined || role === site.role);
}
