import { ApiException } from '@kubernetes/client-node';
import { ProbeError, type ProbeErrorCode } from '../probe-error.ts';

/** The API server's status code of a failed request; null where there was no answer. */
export const statusOf = (error: unknown): number | null =>
  error instanceof ApiException ? error.code : null;

const codes: Record<number, ProbeErrorCode> = { 401: 'forbidden', 403: 'forbidden', 429: 'throttled' };

/** A failed API request as a probe's error: our trouble, never the release's. */
export function asProbeError(what: string, error: unknown): ProbeError {
  const status = statusOf(error);
  if (status === 403)
    return new ProbeError('forbidden', `no permission to ${what}: grant it in a Role`, error);
  if (status !== null)
    return new ProbeError(
      codes[status] ?? 'server-error',
      `${what}: the API server answered ${status}`,
      error,
    );
  const timedOut = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return new ProbeError(
    timedOut ? 'timeout' : 'unreachable',
    `${what}: no answer from the API server`,
    error,
  );
}
