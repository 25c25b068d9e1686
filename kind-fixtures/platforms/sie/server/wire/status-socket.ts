import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';

/** A socket that sends its status to everybody who listens: a worker's, which is how gateways know it, or a gateway's. */
export function statusSocket(
  server: Server,
  path: string,
  everyMs: number,
  status: () => object,
): Disposable {
  const sockets = new WebSocketServer({ server, path, maxPayload: 4096 });
  sockets.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    socket.send(JSON.stringify(status()));
  });
  const timer = setInterval(() => {
    if (sockets.clients.size === 0) return;
    const message = JSON.stringify(status());
    for (const client of sockets.clients) client.send(message);
  }, everyMs);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
