import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { listen, readBody, sendJson } from '../../../cartesia/server/http.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { type RunningRole, sleep } from '../role.ts';
import { sendError } from '../wire/answers.ts';
import { answerAdmin } from './admin.ts';
import { answerControlPlane } from './control-plane.ts';
import type { Directory } from './directory.ts';
import { forward, isPoolRoute } from './gateway.ts';
import type { Store } from './store.ts';
import { Transcripts } from './transcripts.ts';
import { Truth } from './truth.ts';

/** Control plane and API in one pod, as one process: port `PORT` for clients, `ADMIN_PORT` for the harness. */
export async function startPlatform(env: Env, directory: Directory, store: Store): Promise<RunningRole> {
  await using stack = new AsyncDisposableStack();
  const faults = new FaultBoard({ role: 'platform', release: env.RELEASE_TAG }, env.STANDIN_FAULTS);
  const stored = await store.load();
  faults.ordered = stored['faults.json'];
  const transcripts = new Transcripts(store, stored['transcripts.json'], directory, faults);
  const parts = { directory, faults, transcripts, calls: stored['calls.json'] };
  const keys = env.API_KEYS.split(',').filter(Boolean);
  const truth = new Truth();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'wordcab_requests_total',
    help: 'Requests answered.',
    labelNames: ['route', 'code', 'key_id'],
    registers: [registry],
  });
  let draining = false;
  let active = 0;

  const serve = async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = url.pathname;
    if (path === '/healthz') {
      const ready = !draining && !faults.find('never-ready');
      return sendJson(response, ready ? 200 : 503, { status: ready ? 'ok' : 'unavailable' });
    }
    const key = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined || (keys.length > 0 && !keys.includes(key)))
      return sendError(response, 401, 'invalid_api_key', 'A valid API key is needed.');
    if (isPoolRoute(request.method, path)) return forward(path, request, response, parts);
    await answerControlPlane(url, request, response, parts);
  };

  const api = stack.use(
    await listen(env.PORT, async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://wordcab');
      response.setHeader('x-standin-release', env.RELEASE_TAG);
      if (draining) response.setHeader('connection', 'close');
      active++;
      response.once('close', () => {
        active--;
        const route = url.pathname.replace(/\/(tr_|call_)[^/]+/, '/{id}');
        truth.add(`${request.method} ${route}`, response.writableFinished ? response.statusCode : 0);
        requests.inc({ route, code: String(response.statusCode), key_id: 'standin' });
      });
      await serve(url, request, response);
    }),
  );
  const admin = stack.use(
    await listen(env.ADMIN_PORT, async (request, response) => {
      const body = request.method === 'POST' ? (await readBody(request)).toString('utf8') : '';
      await answerAdmin(request, body, response, { ...parts, registry, store, truth });
    }),
  );
  const owned = stack.move();
  return {
    faults,
    port: api.port,
    adminPort: admin.port,
    async drain() {
      draining = true;
      await sleep(env.DRAIN_GRACE_MS);
      const until = performance.now() + env.DRAIN_LIMIT_MS;
      while (active > 0 && performance.now() < until) await sleep(50);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
