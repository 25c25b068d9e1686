/** `workers.0.image` → value, for every leaf. Empty maps and lists are leaves. */
export function leaves(value: unknown, path: readonly string[] = []): Map<string, unknown> {
  const entries = isBranch(value) ? Object.entries(value) : [];
  if (entries.length === 0) return new Map([[path.join('.'), value]]);
  return new Map(entries.flatMap(([key, below]) => [...leaves(below, [...path, key])]));
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isBranch(value) && !Array.isArray(value);

/** Helm's merge of values: maps are laid over each other, everything else is replaced, null removes. */
export function overlaid(
  base: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isMap(value) && isMap(below) ? overlaid(below, value) : value;
  }
  return merged;
}
