import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Operation } from '../wire/messages.ts';
import type { Reply } from '../wire/reply.ts';
import type { Decided } from './decided.ts';
import type { InferenceParts } from './inference.ts';

/** Runs an inference and keeps what happened: in the metrics as the vendor has them, and in the log of truth. */
export async function recorded(
  { pod, metrics, truth }: Pick<InferenceParts, 'pod' | 'metrics' | 'truth'>,
  operation: Operation,
  model: string,
  request: IncomingMessage,
  run: () => Promise<Decided>,
): Promise<Reply> {
  const at = Date.now();
  const from = performance.now();
  const { reply, reason, outcome } = await run();
  const tookMs = performance.now() - from;
  const profile =
    String(request.headers['x-sie-machine-profile'] ?? '')
      .split('/')
      .at(-1) || 'unknown';
  metrics.requests.inc({ endpoint: operation, status: String(reply.status), machine_profile: profile });
  metrics.latency.observe({ endpoint: operation, machine_profile: profile }, tookMs / 1000);
  if (reason) metrics.rejected.inc({ machine_profile: profile, bundle: 'default', reason });
  const results = outcome?.kind === 'results' ? outcome.results : [];
  if (outcome?.kind === 'results') {
    metrics.published.observe(outcome.publishMs / 1000);
    metrics.waited.observe((tookMs - outcome.publishMs) / 1000);
  }
  const run_ = request.headers['x-seatrial-run'];
  const slowest = (values: readonly number[]) => (values.length > 0 ? Math.max(...values) : undefined);
  truth.add({
    gateway: pod,
    id: results[0]?.request ?? randomUUID(),
    at,
    run: typeof run_ === 'string' ? run_ : undefined,
    endpoint: operation,
    model,
    items: results.length,
    status: reply.status,
    workers: [...new Set(results.map(({ worker }) => worker))],
    tookMs,
    queueMs: slowest(results.map(({ queueMs }) => queueMs)),
    inferenceMs: slowest(results.map(({ inferenceMs }) => inferenceMs)),
    faults: [...new Set(results.flatMap(({ faults }) => faults))],
  });
  return reply;
}
