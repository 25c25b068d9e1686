import type { ServerResponse } from 'node:http';
import { sendJson } from '../../../cartesia/server/http.ts';

/** An error in OpenAI's shape, which the documentation names as the API's own. */
export function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  if (status === 503) response.setHeader('retry-after', '5');
  const type = status >= 500 ? 'server_error' : 'invalid_request_error';
  sendJson(response, status, { error: { message, type, param: null, code } });
}

/** The documented envelope of a list, paged by cursor. */
export function page<T extends { readonly id: string }>(items: readonly T[], query: URLSearchParams) {
  const limit = Math.max(1, Math.min(100, Number(query.get('limit')) || 50));
  const cursor = query.get('cursor');
  const from = cursor === null ? 0 : items.findIndex(({ id }) => id === cursor) + 1;
  const data = items.slice(from, from + limit);
  const more = from + limit < items.length;
  return { object: 'list', data, has_more: more, next_cursor: more ? (data.at(-1)?.id ?? null) : null };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
