import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Listening, listen, readBody, sendJson, sendText } from '../../cartesia/server/http.ts';
import { faultListSchema } from './faults/fault.ts';
import type { FaultBoard } from './faults/fault-board.ts';
import type { TruthLog } from './truth/truth-log.ts';
import { parse } from './wire/body.ts';

const number = z.coerce.number().optional().catch(undefined);
const query = z.object({
  run: z.string().optional(),
  since: number,
  until: number,
  requests: z.coerce.number().int().min(0).max(20_000).catch(0).default(0),
});

/**
 * The stand-in's own port, of every role:
 *
 * - `GET /faults`, `POST /faults` with a list (replaces those set at run time, on all pods), `DELETE /faults`
 * - gateway: `GET /truth?run=&since=&until=&requests=<n>` figures, with the last n records; `DELETE /truth` forgets all
 */
export function startAdmin(port: number, faults: FaultBoard, truth?: TruthLog): Promise<Listening> {
  return listen(port, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://pod');
    if (pathname === '/faults') return answerFaults(faults, request, response);
    if (pathname === '/truth' && truth) return answerTruth(truth, request.method, searchParams, response);
    sendText(response, 404, 'not found');
  });
}

async function answerFaults(
  board: FaultBoard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'POST') {
    const faults = faultListSchema.safeParse(parse(request, await readBody(request)));
    if (!faults.success) return sendJson(response, 400, { error: faults.error.issues });
    board.set(faults.data);
  } else if (request.method === 'DELETE') board.set([]);
  else if (request.method !== 'GET') return sendText(response, 405, 'method not allowed');
  sendJson(response, 200, board.list());
}

function answerTruth(
  log: TruthLog,
  method: string | undefined,
  search: URLSearchParams,
  response: ServerResponse,
): void {
  if (method === 'DELETE') {
    log.reset();
    sendJson(response, 200, { kept: 0 });
  } else if (method === 'GET') {
    const { requests, ...filter } = query.parse(Object.fromEntries(search));
    const report = log.report(filter);
    sendJson(
      response,
      200,
      requests > 0 ? { ...report, requests: log.select(filter).slice(-requests) } : report,
    );
  } else sendText(response, 405, 'method not allowed');
}
