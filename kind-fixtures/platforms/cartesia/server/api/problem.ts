import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { StreamFailure } from '../dispatch/tts-stream.ts';
import { sendJson, sendText } from '../http.ts';
import type { Caller } from './caller.ts';

/** An error as the vendor's API tells it. Only `concurrency_limited` is a published code; the others are assumptions. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly message: string;
}

const problem =
  (status: number, code: string, title: string) =>
  (message: string): Problem => ({ status, code, title, message });

export const problems = {
  badRequest: problem(400, 'invalid_request', 'Invalid request'),
  unauthorised: problem(401, 'unauthorized', 'Unauthorized'),
  notFound: problem(404, 'not_found', 'Not found'),
  modelNotFound: problem(404, 'model_not_found', 'Model not found'),
  voiceNotFound: problem(404, 'voice_not_found', 'Voice not found'),
  tooLarge: problem(413, 'request_too_large', 'Request too large'),
  notImplemented: problem(501, 'not_implemented', 'Not implemented by this stand-in'),
  unavailable: problem(503, 'unavailable', 'Service unavailable'),
};

const failures: Record<Exclude<StreamFailure, 'cut'>, Problem> = {
  concurrency_limited: problem(
    429,
    'concurrency_limited',
    'Too many concurrent requests',
  )('All workers are at capacity.'),
  unserviceable: problem(503, 'unserviceable', 'No worker available')('No worker serves this model now.'),
  worker_lost: problem(
    500,
    'internal_error',
    'Internal server error',
  )('The worker of this request was lost.'),
  internal_error: problem(500, 'internal_error', 'Internal server error')('Speech could not be generated.'),
};

export function problemOf(failure: Exclude<StreamFailure, 'cut'>): Problem {
  return failures[failure];
}

/** Plain text `Title: Message` before version 2026-03-01, a JSON object from then on. */
export function sendProblem(
  response: ServerResponse,
  caller: Caller,
  { status, code, title, message }: Problem,
): void {
  if (!caller.structured) {
    sendText(response, status, `${title}: ${message}`);
    return;
  }
  sendJson(response, status, { error_code: code, title, message, request_id: randomUUID() });
}

/** The error event of a WebSocket context or an SSE stream, in the caller's dialect. */
export function problemEvent(
  caller: Caller,
  { status, code, title, message }: Problem,
  contextId: string | undefined,
): object {
  const common = {
    type: 'error',
    done: true,
    status_code: status,
    ...(contextId ? { context_id: contextId } : {}),
  };
  if (!caller.structured) return { ...common, error: `${title}: ${message}` };
  return { ...common, error_code: code, title, message, request_id: randomUUID() };
}
