import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson } from '../../../cartesia/server/http.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { page, sendError } from '../wire/answers.ts';
import type { DeploymentView, Directory } from './directory.ts';
import { defaults } from './gateway.ts';
import type { Transcripts } from './transcripts.ts';

const maxAudioBytes = 16 * 1024 * 1024;

interface ControlPlaneParts {
  readonly directory: Directory;
  readonly faults: FaultBoard;
  readonly transcripts: Transcripts;
  readonly calls: readonly { readonly id: string }[];
}

/** What the control plane answers: under `/api/v1`, and deployments and models under `/v1` as well. */
export async function answerControlPlane(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  parts: ControlPlaneParts,
): Promise<void> {
  const { directory, faults, transcripts, calls } = parts;
  const path = url.pathname.replace(/^\/(api\/)?v1\//, '/');
  const [, resource, id, below] = path.split('/');
  const method = request.method ?? 'GET';
  const list = (items: readonly { readonly id: string }[]) => {
    const { data, ...rest } = page(items, url.searchParams);
    sendJson(response, 200, faults.find('other-envelope') ? { items: data } : { data, ...rest });
  };
  const none = () => sendError(response, 404, 'not_found', `There is no ${url.pathname}.`);
  if (resource === 'models' && method === 'GET') {
    const models = modelsOf(parts);
    if (id === undefined) return list(models);
    const one = models.find((model) => model.id === decodeURIComponent(id));
    return one ? sendJson(response, 200, one) : none();
  }
  if (resource === 'deployments' && method === 'GET') {
    const views = directory.deployments.map((one) => deploymentAnswer(one, faults));
    if (id === undefined) return list(views);
    const one = views.find((view) => view.id === id);
    if (!one) return none();
    if (below === undefined) return sendJson(response, 200, one);
    return below === 'pools' ? list(poolsOf(directory)) : none();
  }
  if (resource === 'calls' && method === 'GET')
    return list(faults.find('data-lost') ? [] : calls.filter((call) => id === undefined || call.id === id));
  if (resource !== 'transcripts' || !url.pathname.startsWith('/api/v1/')) return none();
  if (method === 'POST' && id === undefined) return create(request, response, parts);
  if (method === 'GET' && id === undefined) return list([...transcripts.list()]);
  const job = id === undefined ? undefined : transcripts.find(id);
  if (!job) return none();
  if (method === 'DELETE') {
    await transcripts.remove(job.id);
    return sendJson(response, 200, { id: job.id, object: 'transcript', deleted: true });
  }
  return sendJson(response, 200, job);
}

/** Multipart with `file` and `model`. The stand-in never calls out, so that `audio_url` is refused. */
async function create(
  request: IncomingMessage,
  response: ServerResponse,
  { directory, transcripts }: ControlPlaneParts,
): Promise<void> {
  const type = request.headers['content-type'] ?? '';
  const body = await readBody(request, maxAudioBytes);
  if (!type.startsWith('multipart/form-data'))
    return sendError(response, 422, 'audio_url_not_fetched', 'The stand-in takes audio as multipart only.');
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const file = form.get('file');
  const model = form.get('model') ?? directory.deployments[0]?.routes.stt;
  if (!(file instanceof File) || typeof model !== 'string')
    return sendError(response, 400, 'invalid_request', 'Send a file, and name a model.');
  if (!directory.pools.some((pool) => pool.type === 'stt' && pool.models.includes(model)))
    return sendError(response, 404, 'model_not_found', `The model ${model} does not exist.`);
  const job = await transcripts.create(Buffer.from(await file.arrayBuffer()), model);
  sendJson(response, 202, job);
}

function modelsOf({ directory, faults }: ControlPlaneParts) {
  const kept = defaults(directory);
  return directory.pools
    .flatMap(({ models }) => models)
    .filter((id) => !faults.find('models-lost') || kept.has(id))
    .map((id) => ({ id, object: 'model', created: 0, owned_by: 'wordcab' }));
}

const deploymentAnswer = (one: DeploymentView, faults: FaultBoard) => ({
  id: `dep_${one.name}`,
  name: one.name,
  environment: one.environment,
  region: one.region,
  shape: one.shape,
  health: one.ready && !faults.find('not-ready') ? 'healthy' : 'degraded',
  routes: one.routes,
  autoscaling: one.autoscaling,
  created: one.created,
});

/** The shape is an assumption. */
const poolsOf = (directory: Directory) =>
  directory.pools.map(({ name, type, models, desired, ready, healthy }) => ({
    id: name,
    name,
    type,
    models,
    desired,
    ready,
    health: healthy ? 'healthy' : 'degraded',
  }));
