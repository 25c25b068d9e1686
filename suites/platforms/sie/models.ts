import { z } from 'zod';
import type { Endpoint } from '../../check.ts';
import type { HttpProbe } from '../../probes/http/probe.ts';
import { type Finding, fail, inconclusive } from '../../record/finding.ts';
import { jsonOf, seenOf, unauthorised } from './replies.ts';

const entry = z.looseObject({
  name: z.string(),
  bundles: z.array(z.string()).default([]),
  loaded: z.boolean().default(false),
});
const schema = z.looseObject({ models: z.array(entry).max(5000) });
export type Model = z.infer<typeof entry>;

interface Asking {
  readonly endpoint: Endpoint;
  readonly http: HttpProbe;
  readonly signal: AbortSignal;
}

/** The catalogue of `/v1/models`, which lists also what no worker has loaded; or the finding that there is none. */
export async function listModels({ endpoint, http, signal }: Asking): Promise<readonly Model[] | Finding> {
  const answer = await http.request(`${endpoint.url}/v1/models`, { headers: endpoint.headers, signal });
  const refused = unauthorised(answer, 'GET /v1/models');
  if (refused) return refused;
  if (answer.status !== 200)
    return fail(`GET /v1/models answered ${answer.status}`, { expected: '200', seen: seenOf(answer) });
  const parsed = schema.safeParse(jsonOf(answer));
  if (parsed.success) return parsed.data.models;
  return inconclusive('GET /v1/models did not answer a list of models', { seen: seenOf(answer) });
}

export type Task = 'encode' | 'score' | 'extract';

/** The gateway does not say what a model can do, so its name must: the vendor's catalogue follows these. */
const named: Readonly<Record<Exclude<Task, 'encode'>, RegExp>> = {
  score: /rerank|cross-?encoder|ms-?marco/i,
  extract: /gliner|nuner|extract/i,
};

const can = (task: Task, name: string): boolean =>
  task === 'encode' ? !Object.values(named).some((pattern) => pattern.test(name)) : named[task].test(name);

/** Asked for where it is served: the vendor's smoke test asks for it. */
const usual = 'baai/bge-m3';

/** The model for a smoke request: of those that the user named, else the usual one, a loaded one, the first one. */
export function modelFor(
  task: Task,
  served: readonly Model[],
  wanted: readonly string[] | undefined,
): Model | null {
  const able = served.filter(({ name }) => can(task, name));
  const asked = wanted?.map((name) => name.toLowerCase());
  const chosen = asked ? able.filter(({ name }) => asked.includes(name.toLowerCase())) : able;
  return (
    chosen.find(({ name }) => name.toLowerCase() === usual) ??
    chosen.find(({ loaded }) => loaded) ??
    chosen[0] ??
    null
  );
}

/** A model's place in a path. The slash stays as it is: a 0.3 gateway does not decode `%2F`. */
export const pathOf = (model: string): string => model.split('/').map(encodeURIComponent).join('/');

/** Ids are matched whatever their case. */
export const missingFrom = (served: readonly Model[], wanted: readonly string[]): string[] => {
  const there = new Set(served.map(({ name }) => name.toLowerCase()));
  return wanted.filter((name) => !there.has(name.toLowerCase()));
};
