import { jsonOf } from '../../probes/json-of.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { type Asking, ask, textOf } from './answers.ts';

/** 100 on a page: more than 1000 of a kind are not read. */
const mostPages = 10;
const perPage = 100;

export interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** False where there were more than are read. */
  readonly isWhole: boolean;
}

/** A list came in another shape than the documented envelope. */
export interface OddList {
  readonly status: number;
  readonly text: string;
}

/** Every page of a list in the documented envelope; a status other than 200, or another envelope, as it came. Throws `ProbeError`. */
export async function listAll(path: string, context: Asking): Promise<Listed | OddList> {
  const items: Record<string, unknown>[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await ask(context, 'GET', `${path}?limit=${perPage}${query}`);
    const list = jsonOf(answer.body) as { data?: unknown; has_more?: unknown; next_cursor?: unknown } | null;
    if (answer.status !== 200 || !Array.isArray(list?.data))
      return { status: answer.status, text: textOf(answer) };
    items.push(...list.data);
    if (list.has_more !== true || typeof list.next_cursor !== 'string') return { items, isWhole: true };
    cursor = list.next_cursor;
  }
  return { items, isWhole: false };
}

export const isOdd = (list: Listed | OddList): list is OddList => 'text' in list;

/** The ids of a list. Throws `ProbeError` where it is none. */
export async function idsOf(path: string, context: Asking): Promise<string[]> {
  const list = await listAll(path, context);
  if (isOdd(list))
    throw new ProbeError(
      list.status === 401 || list.status === 403 ? 'forbidden' : 'bad-answer',
      `GET ${path} answered ${list.status}: ${list.text}`,
    );
  return list.items.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

/**
 * Deployments are documented under `/v1` on their own page and under `/api/v1` on the index page: the first of both that
 * is there is taken.
 */
export async function listDeployments(context: Asking): Promise<Listed | OddList> {
  const list = await listAll('/v1/deployments', context);
  return isOdd(list) && list.status === 404 ? listAll('/api/v1/deployments', context) : list;
}
