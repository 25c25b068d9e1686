import { z } from 'zod';
import type { Endpoint } from '../../check.ts';
import type { HttpProbe } from '../../probes/http/probe.ts';
import type { Finding } from '../../record/finding.ts';
import { healthOf, isFinding } from './health.ts';
import { listModels, pathOf } from './models.ts';
import { jsonOf } from './replies.ts';

const status = z.looseObject({
  config_epoch: z.number().optional(),
  bundles: z
    .array(z.looseObject({ bundle_id: z.string(), pending_workers: z.array(z.string()).default([]) }))
    .default([]),
});

export interface Pending {
  /** Bundles looked at. */
  readonly bundles: number;
  /** Workers that have another configuration than the gateway expects. Without any worker nobody is behind. */
  readonly workers: readonly { readonly name: string; readonly bundle: string }[];
  /** A model that the gateway has a status of; null where it has none. */
  readonly model: string | null;
}

interface Asking {
  readonly endpoint: Endpoint;
  readonly http: HttpProbe;
  readonly signal: AbortSignal;
}

/** One status request per bundle, by a model of it: they do not grow with the models. */
const mostBundles = 20;

/** Which workers have not got the configuration of their bundle, as the gateway sees it. Throws `ProbeError`. */
export async function pendingBundles(asking: Asking): Promise<Pending | Finding> {
  const { endpoint } = asking;
  const models = await listModels(asking);
  if (isFinding(models)) return models;
  const byBundle = new Map(
    models.flatMap(({ name, bundles }) => bundles.map((bundle) => [bundle, name] as const)),
  );
  const workers: { name: string; bundle: string }[] = [];
  const asked = [...byBundle].slice(0, mostBundles);
  for (const [bundle, model] of asked) {
    const told = await statusOf(endpoint.url, model, asking);
    if (!told) return differingHashes(asking);
    const own = told.bundles.find(({ bundle_id }) => bundle_id === bundle);
    for (const name of own?.pending_workers ?? []) workers.push({ name, bundle });
  }
  return { bundles: asked.length, workers, model: asked[0]?.[1] ?? null };
}

/** How far the configuration of a model's bundles got, as the gateway at that URL sees it; null where it does not say. */
export async function statusOf(
  url: string,
  model: string,
  { endpoint, http, signal }: Asking,
): Promise<z.infer<typeof status> | null> {
  const path = `/v1/configs/models/${pathOf(model)}/status`;
  const answer = await http.request(`${url}${path}`, { headers: endpoint.headers, signal });
  return answer.status === 200 ? (status.safeParse(jsonOf(answer)).data ?? null) : null;
}

/** Where the gateway has no status of its own: workers of one bundle must agree with each other. */
async function differingHashes(asking: Asking): Promise<Pending | Finding> {
  const health = await healthOf(asking);
  if (isFinding(health)) return health;
  const healthy = health.workers.filter((worker) => worker.healthy && worker.bundle_config_hash !== '');
  const bundles = Map.groupBy(healthy, ({ bundle }) => bundle);
  const workers = [...bundles].flatMap(([bundle, own]) => {
    const hashes = Map.groupBy(own, (worker) => worker.bundle_config_hash);
    const [most] = [...hashes.values()].sort((a, b) => b.length - a.length);
    return own.filter((worker) => !most?.includes(worker)).map(({ name }) => ({ name, bundle }));
  });
  return { bundles: bundles.size, workers, model: null };
}
