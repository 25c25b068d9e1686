import { z } from 'zod';

/** A pool as its ConfigMap's `pool.json` holds it. */
export const poolSchema = z.object({
  spec: z.object({
    name: z.string(),
    bundle: z.string().nullable().default(null),
    gpus: z.record(z.string(), z.number()).default({}),
    ttl_seconds: z.number().int().positive().default(1200),
    minimum_worker_count: z.number().int().min(0).default(0),
  }),
  status: z.object({
    state: z.enum(['pending', 'active', 'expired']),
    assigned_workers: z.array(z.string()),
    created_at: z.number(),
    last_renewed: z.number(),
  }),
});
export type Pool = z.infer<typeof poolSchema>;

/** Body of `POST /v1/pools`. */
export const poolRequest = poolSchema.shape.spec.extend({
  name: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
});

/** Where pools are kept. */
export interface PoolStore {
  list(): Promise<Pool[]>;
  save(pool: Pool): Promise<void>;
  /** False where there was none. */
  remove(name: string): Promise<boolean>;
}

export class MemoryPools implements PoolStore {
  readonly #pools = new Map<string, Pool>();

  async list(): Promise<Pool[]> {
    return [...this.#pools.values()];
  }
  async save(pool: Pool): Promise<void> {
    this.#pools.set(pool.spec.name, pool);
  }
  async remove(name: string): Promise<boolean> {
    return this.#pools.delete(name);
  }
}
