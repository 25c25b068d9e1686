import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody } from '../../../cartesia/server/http.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { parseJson, sendError } from '../wire/answers.ts';
import type { Directory, PoolView } from './directory.ts';

/** Path → the type of pool that answers it. */
const routes: Readonly<Record<string, PoolView['type']>> = {
  '/v1/chat/completions': 'llm',
  '/v1/embeddings': 'llm',
  '/v1/audio/speech': 'tts',
};
const maxBytes = 2 * 1024 * 1024;
const poolMs = 60_000;

/** True where the path is one that pools answer. */
export const isPoolRoute = (method: string | undefined, path: string): boolean =>
  method === 'POST' && path in routes;

/** Hands a request to the pool that has its model, and its answer back as it comes. */
export async function forward(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  { directory, faults }: { readonly directory: Directory; readonly faults: FaultBoard },
): Promise<void> {
  const body = await readBody(request, maxBytes);
  const { model } = (parseJson(body.toString('utf8')) ?? {}) as { model?: unknown };
  if (typeof model !== 'string') return sendError(response, 400, 'invalid_request', 'Name a model.');
  const pool = directory.pools.find(({ type, models }) => type === routes[path] && models.includes(model));
  const uncalled =
    faults.find('model-not-callable') && !defaults(directory).has(model) && path !== '/v1/embeddings';
  if (!pool || uncalled)
    return sendError(response, 404, 'model_not_found', `The model ${model} does not exist.`);
  if (faults.hit('errors'))
    return sendError(response, 500, 'internal_error', 'Something went wrong in the pool.');
  if (pool.ready === 0)
    return sendError(response, 503, 'pool_unavailable', `The pool ${pool.name} has no ready replica.`);
  const { promise, resolve } = Promise.withResolvers<void>();
  const sent = ask(
    `${pool.url}${path}`,
    {
      method: 'POST',
      timeout: poolMs,
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once('close', resolve);
    },
  );
  sent.once('error', (error) => {
    if (response.headersSent) response.destroy();
    else
      sendError(response, 502, 'pool_unreachable', `The pool ${pool.name} does not answer: ${error.message}`);
    resolve();
  });
  sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
  response.once('close', () => sent.destroy());
  sent.end(body);
  return promise;
}

export const defaults = ({ deployments }: Directory): Set<string> =>
  new Set(deployments.flatMap(({ routes: own }) => Object.values(own)));
