import type { Endpoint } from '../../check.ts';
import type { HttpAnswer, HttpProbe } from '../../probes/http/probe.ts';
import { type Finding, fail, inconclusive } from '../../record/finding.ts';

/** What a request to the platform needs of a check's context. */
export interface Asking {
  readonly endpoint: Endpoint;
  readonly http: HttpProbe;
  readonly signal: AbortSignal;
}

const bounds = { maxBytes: 4 * 1024 * 1024 };

/** One request with our key; a body is sent as JSON. Throws `ProbeError`. */
export function ask(
  { endpoint, http, signal }: Asking,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<HttpAnswer> {
  return http.request(`${endpoint.url}${path}`, {
    method,
    headers: { ...endpoint.headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal,
    ...bounds,
  });
}

export const textOf = ({ body }: HttpAnswer): string => body.toString('utf8', 0, 300);

/** Null for 200; else what another status says: a refused key or a full platform is not the release's fault. */
export function unlessOk(what: string, answer: HttpAnswer): Finding | null {
  const { status } = answer;
  if (status === 200) return null;
  const seen = { expected: '200', seen: `${status} ${textOf(answer)}` };
  if (status === 401 || status === 403)
    return inconclusive(
      `our API key was refused (${status}): set the endpoint's apiKeySecret, or SEATRIAL_API_KEY`,
      seen,
    );
  if (status === 429) return inconclusive(`${what} was put off: the platform is at its limit (429)`, seen);
  return fail(`${what} answered ${status}`, seen);
}
