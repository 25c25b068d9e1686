const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

export interface Page<T> {
  readonly data: T[];
  readonly has_more: boolean;
  readonly next_page: string | null;
}

/** Cursor pagination by id, as `limit`, `starting_after` and `ending_before` ask for it. */
export function paginate<T extends { id: string }>(items: readonly T[], query: URLSearchParams): Page<T> {
  const asked = Number(query.get('limit') ?? DEFAULT_LIMIT);
  const limit = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, MAX_LIMIT) : DEFAULT_LIMIT;
  const position = (id: string | null) => (id === null ? -1 : items.findIndex((item) => item.id === id));
  const before = position(query.get('ending_before'));
  const first = before >= 0 ? Math.max(0, before - limit) : position(query.get('starting_after')) + 1;
  const last = before >= 0 ? before : first + limit;
  const data = items.slice(first, last);
  const more = before >= 0 ? first > 0 : last < items.length;
  return {
    data,
    has_more: more,
    next_page: more ? ((before >= 0 ? data[0] : data.at(-1))?.id ?? null) : null,
  };
}
