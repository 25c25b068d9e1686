import type { IncomingMessage } from 'node:http';
import { readBody } from '../../../../cartesia/server/http.ts';
import { parse } from '../../wire/body.ts';
import { json, type Reply } from '../../wire/reply.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import type { GatewayView } from '../view.ts';
import { type Pool, type PoolStore, poolRequest } from './pool.ts';

export interface PoolParts {
  readonly store: PoolStore;
  readonly view: GatewayView;
  readonly metrics: GatewayMetrics;
}

const now = (): number => Date.now() / 1000;

/** `/v1/pools` and what is below it. */
export async function poolReply(
  { store, view, metrics }: PoolParts,
  request: IncomingMessage,
  rest: string,
): Promise<Reply> {
  const [name, action] = rest.split('/').filter(Boolean);
  const { method } = request;
  if (!name) {
    if (method === 'GET')
      return json(200, { pools: (await store.list()).map((pool) => current(pool, view)) });
    if (method !== 'POST') return json(405, { message: 'Method not allowed' });
    const asked = poolRequest.safeParse(parse(request, await readBody(request)));
    if (!asked.success) return json(400, { message: asked.error.issues[0]?.message });
    const status = {
      state: 'pending' as const,
      assigned_workers: [],
      created_at: now(),
      last_renewed: now(),
    };
    await store.save({ spec: asked.data, status });
    metrics.poolEvents.inc({ event: 'created' });
    return json(201, current({ spec: asked.data, status }, view));
  }
  if (name === 'default' && method === 'DELETE')
    return json(403, { message: 'The default pool is protected' });
  const pool = (await store.list()).find(({ spec }) => spec.name === name);
  if (!pool) return json(404, { message: `Pool '${name}' not found` });
  if (method === 'POST' && action === 'renew') {
    const renewed = { ...pool, status: { ...pool.status, last_renewed: now() } };
    await store.save(renewed);
    metrics.poolEvents.inc({ event: 'renewed' });
    return json(200, current(renewed, view));
  }
  if (method === 'DELETE' && !action) {
    await store.remove(name);
    metrics.poolEvents.inc({ event: 'deleted' });
    return json(200, { name, deleted: true });
  }
  return method === 'GET' ? json(200, current(pool, view)) : json(405, { message: 'Method not allowed' });
}

/** The pool with the state that it has now. */
export function current({ spec, status }: Pool, view: GatewayView): object {
  const profiles = Object.keys(spec.gpus);
  const assigned = view.healthy.filter(
    ({ machine_profile, bundle }) =>
      profiles.includes(machine_profile) && (spec.bundle === null || spec.bundle === bundle),
  );
  const expired = now() - status.last_renewed > spec.ttl_seconds;
  const served = assigned.length > 0 ? 'active' : 'pending';
  const state = expired ? 'expired' : served;
  return {
    name: spec.name,
    spec,
    status: { ...status, state, assigned_workers: assigned.map(({ name }) => name) },
  };
}
