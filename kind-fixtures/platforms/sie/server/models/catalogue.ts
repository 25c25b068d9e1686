import { createHash } from 'node:crypto';
import { z } from 'zod';

/** One model as the config service knows it. */
export const modelSchema = z.object({
  name: z.string().min(1),
  bundles: z.array(z.string()).min(1),
  /** What it can answer. */
  tasks: z.array(z.enum(['encode', 'score', 'extract'])),
  /** Length of its dense embedding. */
  dims: z.number().int().positive().optional(),
  maxSequenceLength: z.number().int().positive(),
  adapter: z.string(),
});

export type Model = z.infer<typeof modelSchema>;

/** What the images are built with: a bit of the vendor's catalogue. The adapters' names but the first are assumed. */
export const builtIn: readonly Model[] = [
  model('BAAI/bge-m3', ['encode'], 8192, 'bge_m3_flash', 1024),
  model('NovaSearch/stella_en_400M_v5', ['encode'], 8192, 'sentence_transformer', 1024),
  model('BAAI/bge-reranker-v2-m3', ['score'], 8192, 'cross_encoder'),
  model('urchade/gliner_multi-v2.1', ['extract'], 512, 'gliner'),
];

function model(
  name: string,
  tasks: Model['tasks'],
  maxSequenceLength: number,
  adapter: string,
  dims?: number,
) {
  return { name, bundles: ['default'], tasks, maxSequenceLength, adapter, ...(dims && { dims }) };
}

/** What a bundle's workers and the gateways must agree on. */
export function bundleHash(models: readonly Model[], bundle: string): string {
  const own = models.filter(({ bundles }) => bundles.includes(bundle));
  const text = JSON.stringify(own.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Of all bundles together, as `/v1/configs/epoch` has it. */
export function bundlesHash(models: readonly Model[]): string {
  const text = bundlesOf(models).map((bundle) => `${bundle}=${bundleHash(models, bundle)}`);
  return createHash('sha256').update(text.join('\n')).digest('hex').slice(0, 16);
}

export function bundlesOf(models: readonly Model[]): string[] {
  return [...new Set(models.flatMap(({ bundles }) => bundles))].sort();
}

/** Model ids are matched whatever their case. */
export function findModel(models: readonly Model[], name: string): Model | undefined {
  const wanted = name.toLowerCase();
  return models.find((each) => each.name.toLowerCase() === wanted);
}
