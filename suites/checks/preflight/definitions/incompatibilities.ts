import type { V1CustomResourceDefinition, V1JSONSchemaProps } from '@kubernetes/client-node';

/** What the next definition refuses of what the present one takes. Empty where it only adds. */
export function incompatibilities(
  live: V1CustomResourceDefinition,
  next: V1CustomResourceDefinition,
): string[] {
  const served = live.spec.versions.filter((version) => version.served);
  const stored = live.status?.storedVersions ?? [];
  const names = next.spec.versions.map(({ name }) => name);
  return [
    ...(live.spec.scope === next.spec.scope ? [] : [`scope ${live.spec.scope} became ${next.spec.scope}`]),
    ...stored
      .filter((name) => !names.includes(name))
      .map((name) => `version ${name} is gone, and objects are stored in it`),
    ...served.flatMap(({ name, schema }) => {
      const kept = next.spec.versions.find((version) => version.name === name);
      if (!kept) return stored.includes(name) ? [] : [`version ${name} is gone`];
      if (!kept.served) return [`version ${name} is no longer served`];
      return losses(schema?.openAPIV3Schema, kept.schema?.openAPIV3Schema, name);
    }),
  ];
}

type Schema = V1JSONSchemaProps;

function losses(before: Schema | undefined, after: Schema | undefined, path: string): string[] {
  if (!before || !after) return [];
  const old = Object.entries(before.properties ?? {});
  const open = keepsUnknown(after);
  return [
    ...typeLoss(before, after, path),
    ...enumLoss(before, after, path),
    ...(after.required ?? [])
      .filter((name) => !(before.required ?? []).includes(name))
      .filter(
        (name) => after.properties?.[name]?._default === undefined && !hasDefault(after.properties?.[name]),
      )
      .map((name) => `${path}.${name} is newly required`),
    ...old.flatMap(([name, below]) => {
      const kept = after.properties?.[name];
      if (kept) return losses(below, kept, `${path}.${name}`);
      return open || after.additionalProperties ? [] : [`field ${path}.${name} is gone`];
    }),
    ...losses(itemsOf(before), itemsOf(after), `${path}[]`),
    ...losses(freeOf(before), freeOf(after), `${path}.*`),
  ];
}

/** Manifests spell these as the API does, the client's types as TypeScript does. */
const hasDefault = (schema: Schema | undefined): boolean =>
  (schema as Record<string, unknown> | undefined)?.default !== undefined;
const raw = (schema: Schema, key: string): unknown => (schema as unknown as Record<string, unknown>)[key];
const keepsUnknown = (schema: Schema): boolean =>
  (schema.x_kubernetes_preserve_unknown_fields ?? raw(schema, 'x-kubernetes-preserve-unknown-fields')) ===
  true;
const enumOf = (schema: Schema): unknown[] | undefined =>
  schema._enum ?? (raw(schema, 'enum') as unknown[] | undefined);
const itemsOf = ({ items }: Schema): Schema | undefined => items as Schema | undefined;
const freeOf = ({ additionalProperties: free }: Schema): Schema | undefined =>
  typeof free === 'object' ? (free as Schema) : undefined;

function typeLoss(before: Schema, after: Schema, path: string): string[] {
  const [from, to] = [before.type ?? '', after.type ?? ''];
  const widened = to === '' || (from === 'integer' && to === 'number');
  return from === to || from === '' || widened ? [] : [`${path} was ${from} and is ${to}`];
}

function enumLoss(before: Schema, after: Schema, path: string): string[] {
  const [from, to] = [enumOf(before), enumOf(after)];
  if (!to) return [];
  if (!from) return [`${path} takes only ${to.length} values now`];
  const gone = from.filter((value) => !to.includes(value));
  return gone.length === 0 ? [] : [`${path} no longer takes ${gone.map(String).join(', ')}`];
}
