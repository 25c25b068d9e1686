import type { IncomingMessage } from 'node:http';
import type { Dialect } from '../dialect/dialect.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { Model } from '../models/catalogue.ts';
import type { TruthLog } from '../truth/truth-log.ts';
import type { Inference } from '../wire/body.ts';
import type { Operation } from '../wire/messages.ts';
import { json } from '../wire/reply.ts';
import { type Decided, rejected } from './decided.ts';
import type { Demand } from './demand.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { outcomeReply } from './outcome-reply.ts';
import type { PoolStore } from './pools/pool.ts';
import type { RequestQueue } from './queue.ts';
import type { Scaler } from './scaler.ts';
import type { GatewayView } from './view.ts';

export interface InferenceParts {
  readonly pod: string;
  readonly dialect: Dialect;
  readonly view: GatewayView;
  readonly queue: RequestQueue;
  readonly faults: FaultBoard;
  readonly metrics: GatewayMetrics;
  readonly demand: Demand;
  readonly truth: TruthLog;
  /** Null where the pools feature is off. */
  readonly pools: PoolStore | null;
  readonly scaler: Scaler | null;
  readonly timeoutMs: number;
  readonly versionHeaders: () => Readonly<Record<string, string>>;
}

interface Wish {
  readonly model: Model;
  readonly bundle: string;
  readonly profile: string | undefined;
  readonly pool: string | undefined;
}

/** Answers one inference by way of the queue, or says why not. */
export async function infer(
  parts: InferenceParts,
  operation: Operation,
  named: string,
  request: IncomingMessage,
  read: () => Promise<Inference | string>,
): Promise<Decided> {
  const { view, queue, dialect, metrics } = parts;
  const wish = wished(view, named, request);
  if ('reply' in wish) return wish;
  const asked = await read();
  if (typeof asked === 'string')
    return rejected(400, asked, asked.startsWith('No items') ? 'empty_items' : 'body_parse_error');
  if (operation === 'score' && asked.query === undefined)
    return rejected(400, "Missing 'query'", 'score_missing_query');
  if (!queue.connected) return rejected(503, 'NATS JetStream is unavailable', 'queue_unavailable');
  const target = await targetOf(parts, wish);
  if (target === undefined) {
    parts.demand.note(wish.profile ?? 'any', wish.bundle);
    void parts.scaler?.wake(wish.bundle, wish.profile);
    metrics.provisioning.inc({ machine_profile: wish.profile ?? 'any' });
    return { reply: dialect.provisioning(wish.profile ?? '', wish.bundle) };
  }
  parts.demand.clear(wish.bundle);
  const outcome = await queue.ask(operation, wish.model.name, target, asked, parts.timeoutMs);
  metrics.itemsPublished.inc({ operation }, asked.items.length);
  const answered = outcomeReply(operation, wish.model.name, asked, outcome, request, parts);
  return { ...answered, outcome };
}

/** What the path and the headers ask for. */
function wished(view: GatewayView, named: string, request: IncomingMessage): Wish | Decided {
  const [, spec, name = ''] = /^(?:([^/:]+):\/)?(.*)$/.exec(named)!;
  if (!name) return rejected(400, 'No model was named', 'model_required');
  const header = (key: string): string | undefined => {
    const value = request.headers[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [first, second] = (header('x-sie-machine-profile') ?? '').split('/');
  const profile = second ?? (first || undefined);
  const pool = header('x-sie-pool') ?? (second === undefined ? undefined : first);
  if (profile && view.configuredGpus.length > 0 && !view.configuredGpus.includes(profile)) {
    const body = {
      status: 'gpu_not_configured',
      gpu: profile,
      configured_gpu_types: view.configuredGpus,
      message: `GPU type '${profile}' is not configured`,
    };
    return { reply: json(503, body), reason: 'gpu_not_configured' };
  }
  const known = view.find(name);
  // Before the first snapshot nobody can tell an unknown model.
  if (!known && view.models.length > 0) return { reply: json(404, { message: `Unknown model '${name}'` }) };
  const model: Model = known ?? {
    ...{ name, bundles: [spec ?? 'default'], tasks: [], maxSequenceLength: 1, adapter: '' },
  };
  if (spec && !model.bundles.includes(spec))
    return {
      reply: json(409, {
        message: `Model '${name}' is not in bundle '${spec}'`,
        compatible_bundles: model.bundles,
      }),
    };
  return { model, bundle: spec ?? model.bundles[0]!, profile, pool };
}

/** The queue of the worker pool that shall compute it; undefined where nobody is there to. */
async function targetOf(
  { view, faults, pools }: InferenceParts,
  { bundle, profile, pool }: Wish,
): Promise<string | undefined> {
  if (faults.find('stuck-provisioning')) return undefined;
  const pinned =
    pool === undefined ? undefined : (await pools?.list())?.find(({ spec }) => spec.name === pool);
  const profiles = pinned ? Object.keys(pinned.spec.gpus) : profile ? [profile] : undefined;
  const able = view.healthy.filter(
    (worker) => worker.bundle === bundle && (!profiles || profiles.includes(worker.machine_profile)),
  );
  const least = able.toSorted((left, right) => left.queue_depth - right.queue_depth)[0];
  // A pinned pool is asked even where nobody is there: its queue waits.
  return least?.pool_name ?? pinned?.spec.name;
}
