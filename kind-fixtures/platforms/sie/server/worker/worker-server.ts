import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { readBody } from '../../../cartesia/server/http.ts';
import { findModel, type Model } from '../models/catalogue.ts';
import { answerBody } from '../wire/answer.ts';
import { accepts, type Inference, parse, readInference } from '../wire/body.ts';
import type { ItemResult, Operation, WorkItem } from '../wire/messages.ts';
import { embeddingsBody, readEmbeddings } from '../wire/openai.ts';
import { json, msgpack, type Reply, text } from '../wire/reply.ts';
import { numpy, plain } from '../wire/vectors.ts';
import type { Engine } from './engine.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

export interface WorkerParts {
  readonly engine: Engine;
  readonly metrics: WorkerMetrics;
  readonly models: () => readonly Model[];
  readonly draining: () => boolean;
  readonly versionHeaders: () => Readonly<Record<string, string>>;
}

/** The worker's own routes. In a cluster its work comes over the queue; these are for whoever asks it directly. */
export async function workerReply(parts: WorkerParts, request: IncomingMessage): Promise<Reply> {
  const { engine, metrics } = parts;
  const path = (request.url ?? '/').split('?')[0]!;
  // All HTTP, the probes too.
  if (parts.draining())
    return json(
      503,
      { error: 'Service shutting down', detail: 'The server is draining' },
      { 'retry-after': '5' },
    );
  if (path === '/healthz') return text(200, 'ok');
  if (path === '/readyz') return engine.ready ? text(200, 'ok') : text(503, 'not ready');
  if (path === '/metrics')
    return { ...text(200, await metrics.registry.metrics()), type: metrics.registry.contentType };
  if (path === '/v1/models')
    return json(200, { models: parts.models().map((model) => described(model, engine)) });
  if (path === '/v1/embeddings' && request.method === 'POST') return embeddings(parts, request);
  const [, operation, name] = /^\/v1\/(encode|score|extract)\/(.+)$/.exec(path) ?? [];
  if (!operation || !name || request.method !== 'POST') return json(404, { detail: 'Not Found' });
  return infer(parts, request, operation as Operation, decodeURIComponent(name));
}

async function infer(
  parts: WorkerParts,
  request: IncomingMessage,
  operation: Operation,
  name: string,
): Promise<Reply> {
  const from = performance.now();
  const model = findModel(parts.models(), name);
  const asked = await readInference(request);
  if (!model) return json(404, { detail: `Unknown model '${name}'` });
  if (typeof asked === 'string') return json(400, { detail: asked });
  const results = await runAll(parts.engine, operation, model.name, asked);
  const failed = results.find(({ error }) => error);
  const tookMs = performance.now() - from;
  const labels = { model: model.name, endpoint: operation };
  parts.metrics.requests.inc({ ...labels, status: failed ? '500' : '200' });
  parts.metrics.duration.observe({ ...labels, phase: 'total' }, tookMs / 1000);
  if (failed) return json(500, { detail: { code: 'INFERENCE_FAILED', message: failed.error?.message } });
  const answered = results.map(({ index, output }) => ({ index, output: output! }));
  const body = {
    ...answerBody(operation, model.name, asked, answered, []),
    timing: {
      total_ms: tookMs,
      queue_ms: 0,
      tokenization_ms: results[0]!.tokenizationMs,
      inference_ms: Math.max(...results.map(({ inferenceMs }) => inferenceMs)),
      postprocessing_ms: 0,
    },
  };
  const headers = parts.versionHeaders();
  // Asked directly it speaks MessagePack unless JSON is named.
  return accepts(request) === 'json' ? json(200, plain(body), headers) : msgpack(200, numpy(body), headers);
}

async function embeddings(parts: WorkerParts, request: IncomingMessage): Promise<Reply> {
  const asked = readEmbeddings(parse(request, await readBody(request)));
  const model = asked && findModel(parts.models(), asked.model);
  if (!asked || !model) return json(asked ? 404 : 400, { detail: asked ? 'Unknown model' : 'Invalid body' });
  const results = await runAll(parts.engine, 'encode', model.name, asked.inference);
  const vectors = results.map(({ output }) => output?.dense?.values);
  return json(200, embeddingsBody(asked, model.name, vectors), parts.versionHeaders());
}

function runAll(
  engine: Engine,
  operation: Operation,
  model: string,
  { items, query, outputTypes, labels }: Inference,
): Promise<ItemResult[]> {
  const request = randomUUID();
  const common = { request, reply: '', operation, model, outputTypes, labels, ...(query && { query }) };
  return Promise.all(
    items.map((item, index): Promise<ItemResult> => {
      const work: WorkItem = { ...common, index, item, publishedAt: Date.now() };
      return engine.run(work);
    }),
  );
}

function described(model: Model, engine: Engine): object {
  return {
    name: model.name,
    inputs: ['text'],
    outputs: model.tasks.includes('encode') ? ['dense', 'sparse', 'multivector'] : model.tasks,
    dims: model.dims ? { dense: model.dims } : {},
    max_sequence_length: model.maxSequenceLength,
    state: engine.loaded.has(model.name) ? 'loaded' : 'available',
    last_error: null,
    profiles: ['default'],
  };
}
