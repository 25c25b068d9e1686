import { z } from 'zod';

/** A node of a CRD's OpenAPI v3 schema. */
export type StructuralSchema = { readonly [key: string]: unknown };

/** Fields whose content is ours alone: kept as it is, checked by us when it is read. */
export type Opaque = readonly string[];

/**
 * A zod schema as a structural schema of Kubernetes: no `additionalProperties: false` (the API server prunes unknown
 * fields itself), no unions; the fields in `opaque` keep whatever they hold.
 */
export function structuralSchema(of: z.ZodType, opaque: Opaque = []): StructuralSchema {
  const schema = z.toJSONSchema(of, { io: 'input', target: 'openapi-3.0', unrepresentable: 'any' });
  return walk(schema as StructuralSchema, opaque);
}

function walk(node: StructuralSchema, opaque: Opaque): StructuralSchema {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === '$schema' || (key === 'additionalProperties' && value === false)) continue;
    if (key === 'properties') out[key] = properties(value as Record<string, StructuralSchema>, opaque);
    else if (key === 'items' || key === 'additionalProperties')
      out[key] = walk(value as StructuralSchema, opaque);
    else out[key] = value;
  }
  // Kubernetes' integers have formats instead of the bounds that JavaScript's have.
  if (out.type === 'integer') {
    if (out.maximum === Number.MAX_SAFE_INTEGER) delete out.maximum;
    if (out.minimum === Number.MIN_SAFE_INTEGER) delete out.minimum;
    out.format = 'int64';
  }
  return out;
}

function properties(of: Record<string, StructuralSchema>, opaque: Opaque): Record<string, StructuralSchema> {
  return Object.fromEntries(
    Object.entries(of).map(([name, node]) => [
      name,
      opaque.includes(name) ? preserved(node) : walk(node, opaque),
    ]),
  );
}

function preserved(node: StructuralSchema): StructuralSchema {
  const unknown = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const { type, description, maxItems } = node;
  if (type !== 'array') return { ...unknown, description };
  return { type, description, maxItems, items: unknown };
}
