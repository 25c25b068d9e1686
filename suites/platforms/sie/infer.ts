import type { Endpoint } from '../../check.ts';
import type { HttpAnswer, HttpProbe } from '../../probes/http/probe.ts';
import { type Finding, fail, inconclusive, skip } from '../../record/finding.ts';
import type { Settings } from '../../settings.ts';
import { healthOf, isFinding } from './health.ts';
import { listModels, type Model, modelFor, pathOf, type Task } from './models.ts';
import { pause } from './pause.ts';
import { problemOf, seenOf, unauthorised } from './replies.ts';

export interface Inferring {
  readonly endpoint: Endpoint;
  readonly http: HttpProbe;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  progress(text: string): void;
}

export interface Wish {
  readonly task: Task;
  readonly model: string;
  readonly body: object;
  /** `application/msgpack` for the wire that the vendor's Python SDK speaks. */
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An inference that was answered, or that nobody answered in the time that a cold start may take. */
export type Inferred =
  | { readonly kind: 'served'; readonly answer: HttpAnswer; readonly waitedSeconds: number }
  | { readonly kind: 'not-up'; readonly waitedSeconds: number; readonly last: string };

const retryable = new Set([
  'PROVISIONING',
  'MODEL_LOADING',
  'LORA_LOADING',
  'RESOURCE_EXHAUSTED',
  'GATEWAY_TIMEOUT',
]);
const mostPauseSeconds = 5;

/**
 * One inference, asked again for as long as the platform says that it is on its way: 202, or 503 with Retry-After or a
 * code that says so, within `settings.coldStartSeconds`. Any other answer but 200 is a finding. Throws `ProbeError`.
 */
export async function infer(wish: Wish, asking: Inferring): Promise<Inferred | Finding> {
  const { endpoint, http, settings, signal, progress } = asking;
  const { task, model, body, accept = 'application/json', headers } = wish;
  const what = `POST /v1/${task}/${model}`;
  const started = performance.now();
  let paused = 0;
  for (;;) {
    const answer = await http.request(`${endpoint.url}/v1/${task}/${pathOf(model)}`, {
      method: 'POST',
      headers: { ...endpoint.headers, ...headers, 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
      signal,
    });
    // Pauses count in full, so that a clock that stands still ends the wait too.
    const waitedSeconds = Math.max(paused, (performance.now() - started) / 1000);
    if (answer.status === 200) return { kind: 'served', answer, waitedSeconds };
    const refused = unauthorised(answer, what);
    if (refused) return refused;
    if (!isOnItsWay(answer))
      return fail(`${what} answered ${answer.status}: ${problemOf(answer)}`, {
        expected: '200',
        seen: seenOf(answer),
      });
    if (waitedSeconds >= settings.coldStartSeconds)
      return { kind: 'not-up', waitedSeconds, last: seenOf(answer) };
    progress(
      `${problemOf(answer)}; waited ${Math.round(waitedSeconds)} s of at most ${settings.coldStartSeconds} s`,
    );
    const asked = Number(answer.headers['retry-after'] ?? mostPauseSeconds);
    const seconds = Math.min(
      Number.isFinite(asked) ? Math.max(1, asked) : mostPauseSeconds,
      mostPauseSeconds,
    );
    await pause(seconds * 1000, signal);
    paused += seconds;
  }
}

function isOnItsWay({ status, headers }: HttpAnswer): boolean {
  if (status === 202) return true;
  const code = headers['x-sie-error-code'];
  if (status === 504) return code === 'GATEWAY_TIMEOUT';
  return (
    status === 503 && (headers['retry-after'] !== undefined || (code !== undefined && retryable.has(code)))
  );
}

/** Nobody answered in time: with workers there that is seen to be wrong, without any it is another check's matter. */
export async function notUp(
  what: string,
  inferred: Extract<Inferred, { kind: 'not-up' }>,
  asking: Inferring,
): Promise<Finding> {
  const health = await healthOf(asking);
  const waited = `${Math.round(inferred.waitedSeconds)} s`;
  const evidence = { expected: `200 within ${asking.settings.coldStartSeconds} s`, seen: inferred.last };
  if (isFinding(health)) return inconclusive(`no answer to ${what} after ${waited}`, evidence);
  const workers = health.cluster.worker_count;
  if (workers > 0)
    return fail(`${what} was put off for ${waited}, although ${workers} workers are healthy`, evidence);
  return inconclusive(`no worker came up for ${what} in ${waited}: see scale from zero`, evidence);
}

/** The model that a smoke request is for, or the finding that there is none to ask. */
export async function chooseModel(task: Task, asking: Inferring): Promise<Model | Finding> {
  const served = await listModels(asking);
  if (isFinding(served)) return served;
  const { models } = asking.settings;
  const chosen = modelFor(task, served, models);
  if (chosen) return chosen;
  if (served.length === 0) return inconclusive('the gateway lists no model');
  return skip(
    `no model ${models ? 'that you named ' : ''}is known to ${task}, of ${served.length} that are served`,
  );
}
