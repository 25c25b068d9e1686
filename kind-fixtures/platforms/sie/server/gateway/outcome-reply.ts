import type { IncomingMessage } from 'node:http';
import { type Answered, answerBody } from '../wire/answer.ts';
import { accepts, type Inference } from '../wire/body.ts';
import type { ItemResult, Operation } from '../wire/messages.ts';
import { json, msgpack, type Reply, withHeaders } from '../wire/reply.ts';
import { numpy, plain } from '../wire/vectors.ts';
import { type Decided, rejected } from './decided.ts';
import type { InferenceParts } from './inference.ts';
import type { Outcome } from './queue.ts';

/** What the queue gave, as the caller gets it. */
export function outcomeReply(
  operation: Operation,
  model: string,
  asked: Inference,
  outcome: Outcome,
  request: IncomingMessage,
  { dialect, faults, versionHeaders }: Pick<InferenceParts, 'dialect' | 'faults' | 'versionHeaders'>,
): Decided {
  if (outcome.kind === 'no-consumers') {
    const headers = { 'retry-after': '120', ...versionHeaders() };
    return rejected(503, 'Queue publish failed: no consumers', 'no_consumers', headers);
  }
  if (outcome.kind === 'timeout')
    return {
      reply: withHeaders(dialect.resultTimeout(), versionHeaders()),
      reason: 'upstream_timeout_model_loading',
    };
  const results = outcome.results.toSorted((left, right) => left.index - right.index);
  const failed = results.filter(({ error }) => error);
  if (failed.length === results.length) return allFailed(failed, versionHeaders());
  const answered = results.flatMap(({ index, output }) => (output ? [{ index, output }] : []));
  const errors = failed.map(({ index, error }) => ({ item_index: index, error: error!.message }));
  const packed = accepts(request) === 'msgpack';
  const differs = packed && faults.find('msgpack-differs') !== undefined;
  const body = answerBody(operation, model, asked, differs ? answered.map(backwards) : answered, errors);
  const reply = packed ? msgpack(200, numpy(body)) : json(200, plain(body));
  return { reply: withHeaders(reply, { ...versionHeaders(), ...timings(results, outcome.publishMs) }) };
}

/** The ordered difference between the two formats. */
function backwards({ index, output }: Answered): Answered {
  const { dense } = output;
  return {
    index,
    output: dense ? { ...output, dense: { ...dense, values: dense.values.toReversed() } } : output,
  };
}

function allFailed(failed: readonly ItemResult[], headers: Readonly<Record<string, string>>): Decided {
  const codes = new Set(failed.map(({ error }) => error?.code));
  const [code] = codes;
  if (codes.size === 1 && code !== undefined) {
    const told = { ...headers, 'retry-after': '5', 'x-sie-error-code': code };
    const reply: Reply = json(503, { error: { code, message: failed[0]!.error!.message } }, told);
    return {
      reply,
      reason: code === 'RESOURCE_EXHAUSTED' ? 'resource_exhausted' : `upstream_${code.toLowerCase()}`,
    };
  }
  const details = failed.map(({ index, error }) => ({ item_index: index, error: error!.message }));
  return { reply: json(500, { error: 'all_items_failed', details }), reason: 'all_items_failed' };
}

/** Where the time went, in ms with one digit: of the slowest item. */
function timings(results: readonly ItemResult[], publishMs: number): Record<string, string> {
  const slowest = (pick: (result: ItemResult) => number) => Math.max(...results.map(pick)).toFixed(1);
  return {
    'x-sie-request-id': results[0]!.request,
    'x-sie-worker': `queue:${results[0]!.worker}`,
    'x-queue-publish-time': publishMs.toFixed(1),
    'x-queue-wait-time': slowest(({ queueMs }) => queueMs),
    'x-queue-time': slowest(({ queueMs }) => queueMs),
    'x-tokenization-time': slowest(({ tokenizationMs }) => tokenizationMs),
    'x-inference-time': slowest(({ inferenceMs }) => inferenceMs),
  };
}
