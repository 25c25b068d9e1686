import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A body larger than this is refused. */
export const MAX_BODY_BYTES = 256 * 1024;

export class BodyTooLarge extends Error {
  readonly code = 'BODY_TOO_LARGE';
}

export async function readBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limit) throw new BodyTooLarge(`The body is larger than ${limit} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
}

export interface Listening extends AsyncDisposable {
  readonly server: Server;
  readonly port: number;
}

/** A server that listens on all interfaces; port 0 takes any free one. A handler that throws answers 500. */
export async function listen(
  port: number,
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void,
): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: 75_000, noDelay: true }, (request, response) => {
    Promise.resolve()
      .then(() => handler(request, response))
      .catch((cause: unknown) => {
        if (response.headersSent) response.destroy();
        else sendText(response, cause instanceof BodyTooLarge ? 413 : 500, String(cause));
      });
  });
  server.listen(port);
  await once(server, 'listening');
  return {
    server,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
