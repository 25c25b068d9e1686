import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { faultListSchema } from './faults/fault.ts';
import type { FaultBoard } from './faults/fault-board.ts';
import { type Listening, listen, readBody, sendJson, sendText } from './http.ts';
import type { TruthFilter, TruthLog } from './truth/truth-log.ts';

export interface AdminParts {
  readonly registry: Registry;
  readonly faults?: FaultBoard;
  readonly truth?: TruthLog;
}

const MAX_LISTED = 20_000;

/**
 * Port 8080 of every role: `/metrics` as the vendor has it, and, of the stand-in only, `/faults` and `/truth`.
 *
 * - `GET /faults`, `POST /faults` with a list of faults (replaces those set at run time, on all pods), `DELETE /faults`
 * - `GET /truth?run=&since=&until=&requests=<n>` figures, with the last n records; `DELETE /truth` forgets all
 */
export function startAdmin(port: number, parts: AdminParts, extra?: Handler): Promise<Listening> {
  return listen(port, async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://pod');
    const route = `${request.method} ${url.pathname}`;
    if (await extra?.(route, request, response)) return;
    if (route === 'GET /metrics')
      return sendText(response, 200, await parts.registry.metrics(), parts.registry.contentType);
    if (url.pathname === '/faults' && parts.faults)
      return faultRoutes(route, parts.faults, request, response);
    if (url.pathname === '/truth' && parts.truth) return truthRoutes(route, url, parts.truth, response);
    sendText(response, 404, 'not found');
  });
}

/** Answers and returns true, or returns false to leave the request to the others. */
export type Handler = (route: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

async function faultRoutes(
  route: string,
  board: FaultBoard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (route === 'POST /faults') {
    const faults = faultListSchema.safeParse(parseJson((await readBody(request)).toString('utf8')));
    if (!faults.success) return sendJson(response, 400, { error: faults.error.issues });
    board.set(faults.data);
  } else if (route === 'DELETE /faults') board.set([]);
  else if (route !== 'GET /faults') return sendText(response, 405, 'method not allowed');
  sendJson(response, 200, board.list());
}

function truthRoutes(route: string, url: URL, log: TruthLog, response: ServerResponse): void {
  if (route === 'DELETE /truth') {
    log.reset();
    sendJson(response, 200, { kept: 0 });
    return;
  }
  if (route !== 'GET /truth') {
    sendText(response, 405, 'method not allowed');
    return;
  }
  const query = url.searchParams;
  const filter: TruthFilter = {
    run: query.get('run') ?? undefined,
    since: number(query.get('since')),
    until: number(query.get('until')),
  };
  const listed = Math.min(MAX_LISTED, number(query.get('requests')) ?? 0);
  const report = log.report(filter);
  sendJson(response, 200, listed > 0 ? { ...report, requests: log.select(filter).slice(-listed) } : report);
}

function number(text: string | null): number | undefined {
  const value = text === null ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
