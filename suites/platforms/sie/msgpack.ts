import { decode } from '@msgpack/msgpack';
import { z } from 'zod';

/** An array as msgpack-numpy writes it: raw bytes with their type and shape. */
const array = z.object({
  nd: z.literal(true),
  type: z.string(),
  shape: z.array(z.number().int()),
  data: z.instanceof(Uint8Array),
});
const schema = z.looseObject({
  items: z.array(z.looseObject({ dense: z.looseObject({ dims: z.number().int(), values: array }) })),
});

export interface Unpacked {
  readonly dims: number;
  readonly values: readonly number[];
}

/** The dense embeddings of a msgpack reply; a sentence where it cannot be read. Half and single floats are known. */
export function unpackEmbeddings(body: Uint8Array): Unpacked[] | string {
  let reply: unknown;
  try {
    reply = decode(body, { maxArrayLength: 10_000, maxMapLength: 10_000 });
  } catch {
    return 'it is not msgpack';
  }
  const parsed = schema.safeParse(textKeyed(reply));
  if (!parsed.success)
    return `its ${z.prettifyError(parsed.error).split('\n').at(-1)?.trim() ?? 'shape is another'}`;
  const unpacked: Unpacked[] = [];
  for (const { dense } of parsed.data.items) {
    const { type, shape, data } = dense.values;
    const width = { '<f4': 4, '<f2': 2 }[type];
    if (width === undefined) return `its numbers are of type ${type}`;
    const count = shape.reduce((product, size) => product * size, 1);
    if (data.byteLength !== count * width) return `it holds ${data.byteLength} bytes for ${count} numbers`;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const values = Array.from({ length: count }, (_, index) =>
      width === 4 ? view.getFloat32(index * 4, true) : view.getFloat16(index * 2, true),
    );
    unpacked.push({ dims: dense.dims, values });
  }
  return unpacked;
}

/** Python writes the keys of numpy's maps as bytes or as text; here they become text. */
function textKeyed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(textKeyed);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, textKeyed(inner)]));
}
