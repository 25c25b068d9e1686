import { ProbeError } from '../../probes/probe-error.ts';
import type { InventoryContext } from '../platform.ts';
import { isFinding } from './health.ts';
import { listModels } from './models.ts';
import { jsonOf } from './replies.ts';

/** The models that are served, and the pools that clients made, where pools are on. Throws `ProbeError`. */
export async function inventory(
  context: InventoryContext,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const models = await listModels(context);
  if (isFinding(models)) throw new ProbeError('bad-answer', models.reason);
  const { endpoint, http, signal } = context;
  const answer = await http.request(`${endpoint.url}/v1/pools`, { headers: endpoint.headers, signal });
  const pools = answer.status === 200 ? poolNames(jsonOf(answer)) : null;
  return { models: models.map(({ name }) => name), ...(pools && { pools }) };
}

/** `{pools: [{name}]}` or a list of such: the answer's shape is not documented. Null where it is another. */
function poolNames(body: unknown): string[] | null {
  const rows = Array.isArray(body) ? body : (body as { pools?: unknown } | null)?.pools;
  if (!Array.isArray(rows)) return null;
  return rows.flatMap((row: { name?: unknown; spec?: { name?: unknown } } | null) => {
    const name = row?.name ?? row?.spec?.name;
    return typeof name === 'string' ? [name] : [];
  });
}
