import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

/** The first version whose errors are JSON and whose voices have `access` and `locales`. */
const STRUCTURED_SINCE = '2026-03-01';
/** Used when the caller names no version. Assumption: the hosted API asks for one. */
export const DEFAULT_VERSION = '2025-04-16';

/** Who calls, with which dialect. */
export interface Caller {
  readonly version: string;
  /** Errors as JSON objects and new voice objects. */
  readonly structured: boolean;
  readonly authorised: boolean;
  /** `X-Seatrial-Run`: lets a harness find its own requests in `/truth`. */
  readonly run: string | undefined;
}

const versionSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const runSchema = z.string().min(1).max(128);

/** `keys` empty: any key will do, but one must be given. The query wins over the header, as browsers cannot set headers. */
export function identify(request: IncomingMessage, url: URL, keys: readonly string[]): Caller {
  const query = url.searchParams;
  const header = (name: string) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const asked = versionSchema.safeParse(query.get('cartesia_version') ?? header('cartesia-version'));
  const version = asked.success ? asked.data : DEFAULT_VERSION;
  const bearer = /^Bearer (.+)$/i.exec(header('authorization') ?? '')?.[1];
  const key = query.get('access_token') ?? query.get('api_key') ?? header('x-api-key') ?? bearer;
  return {
    version,
    structured: version >= STRUCTURED_SINCE,
    authorised: key !== undefined && key !== '' && (keys.length === 0 || keys.includes(key)),
    run: runSchema.safeParse(header('x-seatrial-run')).data,
  };
}
