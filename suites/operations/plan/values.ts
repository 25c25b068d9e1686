import { isDeepStrictEqual } from 'node:util';
import { isMap, leaves, overlaid } from './paths.ts';

export interface ValuesBefore {
  /** What the user gives the deployed release. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The deployed chart's own; null where they are not known. */
  readonly defaults: Readonly<Record<string, unknown>> | null;
}

export interface ValuesAfter {
  readonly values: Readonly<Record<string, unknown>>;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** `values.schema.json`, or null. */
  readonly schema: unknown;
}

/** How the names of values change between two charts, as far as it matters for what the user gives. */
export interface ValuesChanges {
  /** Names that the user gives and the old chart knew, and the new one does not: they have no effect any more. */
  readonly removed: readonly string[];
  /** Of those, the ones whose value stands under another name now, or whose last part does in the new chart. */
  readonly renamed: readonly { readonly from: string; readonly to: string; readonly sure: boolean }[];
  /** Names that the new chart's schema requires, that nobody gives. */
  readonly required: readonly string[];
}

/** Compares by the two charts' own values and the new one's schema; pure. */
export function valuesChanges(before: ValuesBefore, after: ValuesAfter): ValuesChanges {
  const { defaults } = before;
  const given = [...new Set([...leaves(after.values).keys(), ...leaves(before.values).keys()])];
  const stillGiven = leaves(after.values);
  const gone = given.filter((path) => {
    const parts = path.split('.');
    const wasKnown = defaults !== null && knows(defaults, parts);
    return wasKnown && !knows(after.defaults, parts) && !inSchema(after.schema, parts);
  });
  const renamed = gone.flatMap((from) => renaming(from, before, after) ?? []);
  const moved = (path: string) => renamed.some(({ from, sure }) => from === path && sure);
  return {
    // What the user has moved already is no loss.
    removed: gone.filter((path) => stillGiven.has(path) || !moved(path)),
    renamed,
    required: missing(after.schema, overlaid(after.defaults, after.values), []),
  };
}

/** Whether a chart's own values name a path. Below an empty map or a list the user may write what he likes. */
function knows(defaults: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined || key === 'global') return true;
  if (!isMap(defaults) || Object.keys(defaults).length === 0) return true;
  return Object.hasOwn(defaults, key) && knows(defaults[key], rest);
}

function inSchema(schema: unknown, [key, ...rest]: readonly string[]): boolean {
  if (!isMap(schema)) return false;
  if (key === undefined) return true;
  if (isMap(schema.properties) && Object.hasOwn(schema.properties, key))
    return rest.length === 0 || inSchema(schema.properties[key], rest);
  // A map of free names.
  return isMap(schema.additionalProperties) && !isMap(schema.properties);
}

function renaming(
  from: string,
  before: ValuesBefore,
  after: ValuesAfter,
): { from: string; to: string; sure: boolean } | null {
  const value = leaves(before.values).get(from) ?? leaves(after.values).get(from);
  const old = leaves(before.values);
  const twin = [...leaves(after.values)].find(
    ([path, other]) => path !== from && !old.has(path) && isDeepStrictEqual(other, value) && isTelling(value),
  );
  if (twin) return { from, to: twin[0], sure: true };
  const last = from.split('.').at(-1);
  const known = before.defaults === null ? new Map() : leaves(before.defaults);
  const fresh = [...leaves(after.defaults).keys()].filter(
    (path) => !known.has(path) && path.split('.').at(-1) === last,
  );
  return fresh.length === 1 ? { from, to: fresh[0]!, sure: false } : null;
}

/** Values such as `true` or `1` stand in many places: that they are equal says nothing. */
const isTelling = (value: unknown): boolean =>
  (typeof value === 'string' && value.length > 2) || (typeof value === 'number' && Math.abs(value) > 1);

/** Paths that a JSON schema requires and the values lack; null counts as lacking, because Helm removes it. */
function missing(schema: unknown, values: unknown, path: readonly string[]): string[] {
  if (!isMap(schema) || !isMap(values)) return [];
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const properties = isMap(schema.properties) ? schema.properties : {};
  return [
    ...required
      .filter((name) => values[name] === undefined || values[name] === null)
      .map((name) => [...path, name].join('.')),
    ...Object.entries(properties).flatMap(([name, below]) => missing(below, values[name], [...path, name])),
  ];
}
