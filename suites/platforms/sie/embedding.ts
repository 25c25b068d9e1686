import { z } from 'zod';
import type { HttpAnswer } from '../../probes/http/probe.ts';
import { jsonOf } from './replies.ts';

/** A number that is none comes as null: JSON has no NaN. */
const dense = z.object({ dims: z.number().int(), values: z.array(z.number().nullable()).max(100_000) });
const schema = z.looseObject({
  items: z.array(z.looseObject({ dense: dense.optional() })).max(1000),
  errors: z.array(z.looseObject({ item_index: z.number(), error: z.unknown() })).optional(),
});

export interface Embedding {
  readonly dims: number;
  /** NaN where the server gave no number. */
  readonly values: readonly number[];
}

/** The dense embeddings of a JSON reply to encode, in the order of the items; null where the reply has another shape. */
export function embeddingsOf(answer: HttpAnswer): Embedding[] | null {
  const parsed = schema.safeParse(jsonOf(answer));
  if (!parsed.success || (parsed.data.errors?.length ?? 0) > 0) return null;
  const found = parsed.data.items.flatMap((item) =>
    item.dense
      ? [{ dims: item.dense.dims, values: item.dense.values.map((value) => value ?? Number.NaN) }]
      : [],
  );
  return found.length === parsed.data.items.length ? found : null;
}
