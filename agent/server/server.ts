import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { answer, type RouteSources } from './routes.ts';

/** The agent's read-only HTTP server. */
export interface AgentServer extends AsyncDisposable {
  readonly port: number;
}

const allowed = new Set(['GET', 'HEAD']);

/** Listens on all addresses; port 0 chooses one. Rejects where the port is taken. */
export async function startServer(port: number, sources: RouteSources, log: Logger): Promise<AgentServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000 }, (request, response) => {
    const end = (status: number, type: string, body: string) => {
      response.writeHead(status, {
        'content-type': type,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    request.resume();
    if (!allowed.has(request.method ?? '')) return end(405, 'text/plain', 'this server only answers GET\n');
    const { pathname } = new URL(request.url ?? '/', 'http://agent');
    answer(pathname, sources).then(
      ({ status, type, body }) => end(status, type, body),
      (error) => {
        log.warn({ err: error, pathname }, 'a request could not be answered');
        end(503, 'text/plain', 'the API server did not answer\n');
      },
    );
  });
  server.maxConnections = 100;
  await listening(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => closed(server),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve());
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
