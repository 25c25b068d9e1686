import type { ServerResponse } from 'node:http';
import { encode } from '@msgpack/msgpack';

/** An answer over HTTP, as a value: handlers return it, one place writes it. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

type Headers = Readonly<Record<string, string>>;

export function json(status: number, value: unknown, headers: Headers = {}): Reply {
  return { status, type: 'application/json', headers, body: JSON.stringify(value) };
}

export function text(status: number, body: string, headers: Headers = {}): Reply {
  return { status, type: 'text/plain; charset=utf-8', headers, body };
}

export function msgpack(status: number, value: unknown, headers: Headers = {}): Reply {
  return { status, type: 'application/x-msgpack', headers, body: encode(value) };
}

export function withHeaders(reply: Reply, headers: Headers): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

export function write(response: ServerResponse, { status, type, headers, body }: Reply): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
