import type { IncomingMessage } from 'node:http';
import { readBody } from '../../../cartesia/server/http.ts';
import { bundlesOf } from '../models/catalogue.ts';
import { parse, readInference } from '../wire/body.ts';
import type { Operation } from '../wire/messages.ts';
import { embeddingsBody, readEmbeddings } from '../wire/openai.ts';
import { json, type Reply, text } from '../wire/reply.ts';
import { type AuthOptions, refusal } from './auth.ts';
import { configStatus, health, listed } from './health.ts';
import { type InferenceParts, infer } from './inference.ts';
import { poolReply } from './pools/pool-routes.ts';
import { recorded } from './recorded.ts';

export interface GatewayParts extends InferenceParts {
  readonly auth: AuthOptions;
  /** Set from SIGTERM on: not ready, and still serving for a moment. */
  readonly draining: () => boolean;
  readonly qps: () => number;
}

const notFound = () => json(404, { message: 'Not found' });

/** The gateway's routes. Paths are taken raw: what a version makes of escapes is its dialect's affair. */
export async function gatewayReply(parts: GatewayParts, request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? '/').split('?')[0]!;
  const { dialect, view, faults, metrics } = parts;
  const refused = refusal(parts.auth, request);
  if (refused) return refused;
  const [, operation, rest] = /^\/v1\/(encode|score|extract)\/(.*)$/.exec(path) ?? [];
  if (operation && rest !== undefined && request.method === 'POST') {
    const model = dialect.modelOf(rest);
    return recorded(parts, operation as Operation, model, request, () =>
      infer(parts, operation as Operation, model, request, () => readInference(request)),
    );
  }
  if (path === '/v1/pools' || path.startsWith('/v1/pools/'))
    return parts.pools
      ? poolReply({ store: parts.pools, view, metrics }, request, path.slice('/v1/pools'.length))
      : notFound();
  if (path === '/v1/embeddings' && request.method === 'POST' && dialect.openai)
    return embeddings(parts, request);
  if (path === '/v1/configs/models' && request.method === 'POST')
    return json(405, { message: 'Configs are written to the config service' }, { allow: 'GET' });
  if (request.method !== 'GET' && request.method !== 'HEAD') return notFound();
  switch (path) {
    case '/':
      return { ...text(200, '<!doctype html><title>SIE stand-in</title>'), type: 'text/html' };
    case '/healthz':
      return dialect.healthz();
    case '/readyz':
      if (parts.draining() || faults.find('gateway-not-ready')) return dialect.notReady();
      return dialect.readyz({ bootstrapped: view.bootstrapped, healthyWorkers: view.healthy.length });
    case '/health':
      return health(view, parts.qps());
    case '/metrics':
      return { ...text(200, await metrics.registry.metrics()), type: metrics.registry.contentType };
    case '/v1/models':
      return json(200, { models: view.models.map((model) => listed(view, model)) });
    default:
      return catalogue(parts, path);
  }
}

/** One model or bundle, or how far its configuration got. */
function catalogue({ dialect, view }: GatewayParts, path: string): Reply {
  const missing = (name: string) => json(404, { message: `Model '${name}' not found` });
  const below = (prefix: string) =>
    path.startsWith(prefix) ? dialect.modelOf(path.slice(prefix.length)) : undefined;
  const model = below('/v1/models/');
  if (model !== undefined) {
    const found = view.find(model);
    return found ? json(200, listed(view, found)) : missing(model);
  }
  if (path === '/v1/configs/models') return json(200, { models: view.models });
  const config = below('/v1/configs/models/');
  if (config !== undefined) {
    const name = config.replace(/\/status$/, '');
    const found = view.find(name);
    if (!found) return missing(name);
    return json(200, name === config ? found : configStatus(view, found));
  }
  if (path === '/v1/configs/bundles')
    return json(200, { bundles: bundlesOf(view.allModels).map((bundle_id) => ({ bundle_id })) });
  return notFound();
}

/** OpenAI's shape, by way of the same queue. */
async function embeddings(parts: GatewayParts, request: IncomingMessage): Promise<Reply> {
  const asked = readEmbeddings(parse(request, await readBody(request, 16 * 1024 * 1024)));
  if (!asked) return json(400, { error: { message: 'Invalid request body', type: 'invalid_request_error' } });
  let vectors: (Float32Array | undefined)[] = [];
  const reply = await recorded(parts, 'encode', asked.model, request, async () => {
    const decided = await infer(parts, 'encode', asked.model, request, async () => asked.inference);
    if (decided.outcome?.kind === 'results')
      vectors = decided.outcome.results
        .toSorted((left, right) => left.index - right.index)
        .map(({ output }) => output?.dense?.values);
    return decided;
  });
  if (reply.status !== 200) return reply;
  return { ...json(200, embeddingsBody(asked, asked.model, vectors)), headers: reply.headers };
}
