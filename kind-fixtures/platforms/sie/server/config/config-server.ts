import type { IncomingMessage } from 'node:http';
import { readBody } from '../../../cartesia/server/http.ts';
import type { Dialect } from '../dialect/dialect.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { modelSchema } from '../models/catalogue.ts';
import { parse } from '../wire/body.ts';
import { json, type Reply, text } from '../wire/reply.ts';
import type { ConfigMetrics } from './config-metrics.ts';
import type { ConfigStore } from './config-store.ts';

export interface ConfigParts {
  readonly dialect: Dialect;
  readonly faults: FaultBoard;
  readonly store: ConfigStore;
  readonly metrics: ConfigMetrics;
  /** Tells the gateways and workers that there is something new. */
  announce(): void;
}

/** The config service's routes. Only those that a gateway, a worker or a checklist asks for. */
export async function configReply(parts: ConfigParts, request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? '/').split('?')[0]!;
  const { store, faults } = parts;
  if (faults.find('config-down')) return json(503, { detail: 'Service unavailable' });
  switch (`${request.method} ${path}`) {
    case 'GET /healthz':
      return parts.dialect.configHealthz();
    case 'GET /readyz':
      return json(200, { status: 'ready' });
    case 'GET /metrics':
      return {
        ...text(200, await parts.metrics.registry.metrics()),
        type: parts.metrics.registry.contentType,
      };
    case 'GET /v1/configs/epoch':
      return json(200, { epoch: epochTold(parts), bundles_hash: store.hash });
    case 'GET /v1/configs/export':
      return json(200, { epoch: store.epoch, bundles_hash: store.hash, models: store.models });
    case 'GET /v1/configs/models':
      return json(200, { models: store.models });
    case 'POST /v1/configs/models':
      return add(parts, request);
    default:
      return json(404, { detail: 'Not Found' });
  }
}

export function epochTold({ store, faults }: Pick<ConfigParts, 'store' | 'faults'>): number {
  return store.epoch + (faults.find('epoch-drift')?.by ?? 0);
}

async function add(parts: ConfigParts, request: IncomingMessage): Promise<Reply> {
  const model = modelSchema.safeParse(parse(request, await readBody(request)));
  if (!model.success) return json(422, { detail: model.error.issues });
  if (!parts.store.add(model.data)) return json(409, { detail: `Model '${model.data.name}' exists` });
  parts.announce();
  return json(201, { name: model.data.name, epoch: parts.store.epoch });
}
