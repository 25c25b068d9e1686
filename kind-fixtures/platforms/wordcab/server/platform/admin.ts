import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { sendJson, sendText } from '../../../cartesia/server/http.ts';
import { faultListSchema } from '../faults/fault.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { parseJson } from '../wire/answers.ts';
import type { Orders } from '../wire/orders.ts';
import type { Directory } from './directory.ts';
import type { Store } from './store.ts';
import type { Truth } from './truth.ts';

interface AdminParts {
  readonly registry: Registry;
  readonly faults: FaultBoard;
  readonly directory: Directory;
  readonly store: Store;
  readonly truth: Truth;
}

/**
 * Port 8080 of the platform: `/metrics`, and of the stand-in only `POST /faults` (a list; replaces those ordered at run
 * time, on all pods), `GET /truth?since=MS`, and `GET /orders?pool=NAME`, which operator and pools follow.
 */
export async function answerAdmin(
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
  { registry, faults, directory, store, truth }: AdminParts,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://admin');
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /metrics':
      return sendText(response, 200, await registry.metrics(), registry.contentType);
    case 'POST /faults': {
      const parsed = faultListSchema.safeParse(parseJson(body));
      if (!parsed.success) return sendJson(response, 400, { error: parsed.error.issues });
      faults.ordered = parsed.data;
      await store.save({ 'faults.json': parsed.data });
      return sendJson(response, 200, faults.ordered);
    }
    case 'GET /faults':
      return sendJson(response, 200, faults.ordered);
    case 'GET /orders': {
      const pool = directory.pools.find(({ name }) => name === url.searchParams.get('pool'));
      const orders: Orders = { faults: [...faults.all], config: pool?.config ?? {} };
      return sendJson(response, 200, orders);
    }
    case 'GET /truth':
      return sendJson(response, 200, truth.report(Number(url.searchParams.get('since')) || 0));
    case 'DELETE /truth':
      truth.reset();
      return sendJson(response, 200, { kept: 0 });
    default:
      return sendText(response, 404, 'not found');
  }
}
