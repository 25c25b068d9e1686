import { z } from 'zod';
import type { Endpoint } from '../../check.ts';
import type { HttpProbe } from '../../probes/http/probe.ts';
import { type Finding, fail, inconclusive } from '../../record/finding.ts';
import { jsonOf, seenOf, unauthorised } from './replies.ts';

const worker = z.looseObject({
  name: z.string().default(''),
  url: z.string().default(''),
  /** The machine profile, whatever the field's name says. */
  gpu: z.string().default(''),
  healthy: z.boolean().default(true),
  bundle: z.string().default('default'),
  bundle_config_hash: z.string().default(''),
});

const schema = z.looseObject({
  status: z.string(),
  configured_gpu_types: z.array(z.string()).default([]),
  live_gpu_types: z.array(z.string()).default([]),
  /** Counts healthy workers only. */
  cluster: z.looseObject({ worker_count: z.number().int().nonnegative() }),
  workers: z.array(worker).max(10_000).default([]),
});
export type Health = z.infer<typeof schema>;

interface Asking {
  readonly endpoint: Endpoint;
  readonly http: HttpProbe;
  readonly signal: AbortSignal;
}

/** What the gateway tells at `/health`, or the finding that it tells nothing. Its 200 alone says nothing: a gateway without workers answers it too. */
export async function healthOf({ endpoint, http, signal }: Asking): Promise<Health | Finding> {
  const answer = await http.request(`${endpoint.url}/health`, { headers: endpoint.headers, signal });
  const refused = unauthorised(answer, 'GET /health');
  if (refused) return refused;
  if (answer.status !== 200)
    return fail(`GET /health answered ${answer.status}`, { expected: '200', seen: seenOf(answer) });
  const parsed = schema.safeParse(jsonOf(answer));
  if (parsed.success) return parsed.data;
  return inconclusive('GET /health did not answer what a gateway answers', { seen: seenOf(answer) });
}

export const isFinding = (value: object): value is Finding => 'outcome' in value;
