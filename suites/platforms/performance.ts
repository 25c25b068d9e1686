import { z } from 'zod';

/** What a platform is expected to reach per GPU model, with provenance (`performance.json`). */
export const performance = z.strictObject({
  source: z.string(),
  holdsFor: z.string(),
  /** Share by which a measured value may be worse than the table's: it is rounded and was measured elsewhere. */
  tolerance: z.number().nonnegative(),
  gpus: z.array(
    z.strictObject({
      title: z.string(),
      /** Regular expression over the GPU's model, as `gpuModelOf` names it. */
      product: z.string(),
      /** Streams per GPU that the vendor recommends at most. */
      recommendedConcurrency: z.number().int().positive().optional(),
      /** Definition id → streams per GPU → value. */
      values: z.record(z.string(), z.record(z.string(), z.number())),
    }),
  ),
});
export type Performance = z.infer<typeof performance>;

/** Streams per GPU that the vendor recommends at most for a GPU model; null where the table is silent. */
export function recommendedConcurrency(table: Performance | null, gpuModel: string | null): number | null {
  return gpuOf(table, gpuModel)?.recommendedConcurrency ?? null;
}

/** Nobody's table is of a GPU that others use at the same time. */
const gpuOf = (table: Performance | null, gpuModel: string | null) =>
  gpuModel === null || gpuModel.endsWith('-shared')
    ? undefined
    : table?.gpus.find(({ product }) => new RegExp(product, 'i').test(gpuModel));

/** The limit for one definition at one level on one GPU model, tolerance included; null where the table is silent. */
export function expectedLimit(
  table: Performance | null,
  gpuModel: string | null,
  definition: string,
  streamsPerGpu: number,
  better: 'lower' | 'higher',
): { limit: number; source: string } | null {
  const gpu = gpuOf(table, gpuModel);
  const value = gpu?.values[definition]?.[String(streamsPerGpu)];
  if (!table || !gpu || value === undefined) return null;
  const limit = better === 'lower' ? value * (1 + table.tolerance) : value / (1 + table.tolerance);
  return {
    limit,
    source: `${gpu.title}: ${value} ± ${Math.round(table.tolerance * 100)} %, ${table.source}`,
  };
}
