import { z } from 'zod';
import { faultListSchema } from '../faults/fault.ts';
import { type KubeClient, KubeError } from '../kube/client.ts';
import { paths } from '../kube/resources.ts';

export const transcript = z.object({
  id: z.string(),
  object: z.literal('transcript').default('transcript'),
  status: z.enum(['queued', 'processing', 'completed', 'failed']),
  created: z.string(),
  model: z.string(),
  text: z.string().nullable().default(null),
  duration: z.number().nullable().default(null),
});
export type Transcript = z.infer<typeof transcript>;

const call = z
  .object({ id: z.string(), object: z.literal('call').default('call'), created: z.string() })
  .loose();

const data = z.object({
  'transcripts.json': z.array(transcript).max(500).default([]),
  'calls.json': z.array(call).max(500).default([]),
  /** Of the stand-in only: faults ordered at run time, so that the next pod has them too. */
  'faults.json': faultListSchema.default([]),
});
export type Data = z.infer<typeof data>;

/** What outlives every release. */
export interface Store {
  load(): Promise<Data>;
  /** Writes these parts; the others stay. */
  save(part: Partial<Data>): Promise<void>;
}

export class MemoryStore implements Store {
  #data: Data;

  constructor(seed: unknown = {}) {
    this.#data = data.parse(seed);
  }

  async load(): Promise<Data> {
    return this.#data;
  }

  async save(part: Partial<Data>): Promise<void> {
    this.#data = { ...this.#data, ...part };
  }
}

/** A ConfigMap in place of the vendor's database: no release owns it. */
export class ConfigMapStore implements Store {
  readonly #kube: KubeClient;
  readonly #namespace: string;
  readonly #name: string;

  constructor(kube: KubeClient, namespace: string, name: string) {
    this.#kube = kube;
    this.#namespace = namespace;
    this.#name = name;
  }

  async load(): Promise<Data> {
    const found = await this.#kube.get<{ data?: Record<string, string> }>(
      paths.configMaps(this.#namespace, this.#name),
    );
    const parts = Object.entries(found?.data ?? {}).map(([key, text]) => [key, JSON.parse(text)]);
    return data.parse(Object.fromEntries(parts));
  }

  async save(part: Partial<Data>): Promise<void> {
    const written = Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, JSON.stringify(value)]),
    );
    try {
      await this.#kube.patch(paths.configMaps(this.#namespace, this.#name), { data: written });
    } catch (error) {
      if (!(error instanceof KubeError && error.status === 404)) throw error;
      const metadata = { name: this.#name };
      await this.#kube.create(paths.configMaps(this.#namespace), {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: written,
      });
    }
  }
}
