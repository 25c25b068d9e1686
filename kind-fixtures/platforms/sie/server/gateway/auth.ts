import type { IncomingMessage } from 'node:http';
import { json, type Reply } from '../wire/reply.ts';

export interface AuthOptions {
  readonly enabled: boolean;
  readonly tokens: readonly string[];
  readonly exemptOperational: boolean;
}

const always = new Set(['/healthz', '/readyz']);
const operational = new Set(['/health', '/metrics', '/v1/models', '/ws/cluster-status']);

/** The refusal of a caller, or undefined where it may pass. */
export function refusal(
  { enabled, tokens, exemptOperational }: AuthOptions,
  request: IncomingMessage,
): Reply | undefined {
  const path = (request.url ?? '/').split('?')[0]!;
  if (!enabled || always.has(path) || (exemptOperational && operational.has(path))) return undefined;
  // Switched on with nobody to let in: the vendor's gateway breaks here.
  if (tokens.length === 0)
    return json(500, { message: 'Authentication is enabled but no tokens are configured' });
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return token !== undefined && tokens.includes(token) ? undefined : json(401, { message: 'Unauthorized' });
}
