import type { Endpoint } from '../../check.ts';
import type { HttpProbe } from '../../probes/http/probe.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { problemText } from './problem.ts';

/** Of a voice or a dictionary: only what is compared. */
export interface Listed {
  readonly id: string;
  /** The deployment's own: added or cloned, not shipped with the release. */
  readonly own: boolean;
}

/** A listing that was refused: with the status, for the caller to judge. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
}

const pageSize = 100;
/** 5000 entries: more is not what a deployment has added. */
const mostPages = 50;

interface Source {
  readonly endpoint: Endpoint;
  readonly http: HttpProbe;
  readonly signal: AbortSignal;
}

/**
 * Every entry of a paged list (`GET /voices`, `GET /pronunciation-dicts`), by the cursor `starting_after`. Throws
 * `ProbeError` where the answer is no such list.
 */
export async function listAll(path: string, { endpoint, http, signal }: Source): Promise<Listed[] | Refusal> {
  const found = new Map<string, Listed>();
  let after: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const query = new URLSearchParams({
      limit: String(pageSize),
      ...(after !== null && { starting_after: after }),
    });
    const { status, body } = await http.request(`${endpoint.url}${path}?${query}`, {
      headers: endpoint.headers,
      signal,
    });
    const text = body.toString();
    if (status !== 200) return { status, text: problemText(text) };
    const { data, more } = pageOf(text, path);
    const before = found.size;
    for (const entry of data) found.set(entry.id, entry);
    // An old API answers everything at once, whatever the cursor.
    if (!more || data.length === 0 || found.size === before) return [...found.values()];
    after = data.at(-1)!.id;
  }
  throw new ProbeError('bad-answer', `GET ${path} has more than ${mostPages} pages`);
}

/** `{data, has_more}`; before 2024-11-13 a bare array. */
function pageOf(text: string, path: string): { data: Listed[]; more: boolean } {
  const odd = () => new ProbeError('bad-answer', `GET ${path} did not answer a list: ${text.slice(0, 100)}`);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw odd();
  }
  const rows = Array.isArray(answer) ? answer : (answer as { data?: unknown } | null)?.data;
  if (!Array.isArray(rows)) throw odd();
  const data = rows.flatMap((row: Record<string, unknown> | null): Listed[] =>
    typeof row?.id === 'string'
      ? [{ id: row.id, own: row.is_owner === true || row.is_public === false || row.access === 'private' }]
      : [],
  );
  return { data, more: (answer as { has_more?: unknown }).has_more === true };
}

/** What a snapshot holds of a list: its own entries first, since those are what a rollout can lose. */
export const recordable = (listed: readonly Listed[]): string[] =>
  [...listed]
    .sort((a, b) => Number(b.own) - Number(a.own) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)
    .slice(0, 300);
