import { quantity } from '../../checks/preflight/quantity.ts';
import { isMap } from './paths.ts';

/** One place where two objects differ; undefined where it is missing. */
export interface Difference {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Every leaf in which they differ, lists of named things compared by their names. */
export const differences = (from: unknown, to: unknown): Difference[] => walk(from, to, '', false);

/** Every leaf that `to` names and `from` has otherwise: what the API server has added to `from` does not count. */
export const unmet = (from: unknown, to: unknown): Difference[] => walk(from, to, '', true);

function walk(from: unknown, to: unknown, path: string, onlyNamed: boolean): Difference[] {
  if (onlyNamed && to === undefined) return [];
  const [before, after] = [branches(from), branches(to)];
  if (!before || !after) {
    // An empty map asked for, and none there: the API server drops such.
    if (onlyNamed && after?.size === 0 && (from === undefined || before?.size === 0)) return [];
    return same(from, to) ? [] : [{ path, from, to }];
  }
  const keys = onlyNamed ? [...after.keys()] : [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key) =>
    walk(before.get(key), after.get(key), path === '' ? key : `${path}.${key}`, onlyNamed),
  );
}

function branches(value: unknown): Map<string, unknown> | null {
  if (isMap(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value)) return null;
  const names = value.map((one) => (isMap(one) ? one.name : undefined));
  const named = names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
  return new Map(value.map((one, at) => [named ? String(names[at]) : String(at), one]));
}

/** Quantities are written in several ways, and numbers as texts: `1` and `1000m`, `80` and `"80"`. */
function same(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null) || String(a) === String(b)) return true;
  const [left, right] = [quantity(a), quantity(b)];
  return Number.isFinite(left) && left === right;
}
