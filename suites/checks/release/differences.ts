/** One value that is not as declared: `spec.maxReplicaCount: 4, declared 10`. */
export type Difference = string;

/** Where a live object is not as declared. What the declaration leaves out is the API server's to fill. */
export function differences(declared: unknown, live: unknown, path: string): Difference[] {
  if (declared === null || declared === undefined) return [];
  if (Array.isArray(declared)) {
    if (!Array.isArray(live) || live.length !== declared.length)
      return [`${path}: ${Array.isArray(live) ? live.length : 'no'} items, declared ${declared.length}`];
    return declared.flatMap((item, index) => differences(item, live[index], `${path}[${index}]`));
  }
  if (typeof declared === 'object') {
    const own = (typeof live === 'object' && live !== null ? live : {}) as Readonly<Record<string, unknown>>;
    return Object.entries(declared).flatMap(([key, value]) => differences(value, own[key], `${path}.${key}`));
  }
  return declared === live ? [] : [`${path}: ${shown(live)}, declared ${shown(declared)}`];
}

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : (JSON.stringify(value) ?? '?').slice(0, 120);
