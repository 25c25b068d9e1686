import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a text orders; any other is answered well. */
export const orders = {
  truncate: 'truncate',
  noTerminator: 'leave the end out',
  refuse: 'refuse',
  hang: 'hang',
} as const;

/** Audio of one good answer: 24 kHz, 16 bit. */
export const answer = { chunks: 5, bytesPerChunk: 4800, firstAudioMs: 40, gapMs: 10, seconds: 0.5 } as const;

/** What the server did to one request. */
export type Served = { readonly id: string; readonly text: string; ttfaMs?: number; bytes: number };

/** A speech service that knows what it did: `POST /tts/bytes` and the WebSocket `/tts/websocket`. */
export class TruthServer implements AsyncDisposable {
  readonly served: Served[] = [];
  readonly #http = createServer((request, response) => void this.#bytes(request, response));
  readonly #sockets = new WebSocketServer({ server: this.#http, path: '/tts/websocket' });
  readonly #connections = new Set<Socket>();

  static async start(): Promise<TruthServer> {
    const server = new TruthServer();
    server.#http.on('connection', (socket: Socket) => {
      server.#connections.add(socket.setNoDelay());
      socket.once('close', () => server.#connections.delete(socket));
    });
    server.#sockets.on('connection', (socket) =>
      socket.on('message', (data) => void server.#message(socket, String(data))),
    );
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#sockets.close();
    this.#http.close();
    for (const connection of this.#connections) connection.destroy();
    await Promise.resolve();
  }

  async #bytes(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrived = performance.now();
    const body = JSON.parse(await text(request)) as { transcript: string };
    const served = this.#note(String(request.headers['x-request-id']), body.transcript);
    if (served.text === orders.hang) return;
    if (served.text === orders.refuse) {
      response.writeHead(503, { 'retry-after': '0' }).end('no worker is free');
      return;
    }
    await sleep(answer.firstAudioMs);
    for (let chunk = 0; chunk < answer.chunks; chunk++) {
      response.write(Buffer.alloc(answer.bytesPerChunk, 1));
      served.ttfaMs ??= performance.now() - arrived;
      served.bytes += answer.bytesPerChunk;
      await sleep(answer.gapMs);
      if (served.text === orders.noTerminator && chunk === 1) return void response.socket?.end();
      if (served.text === orders.truncate && chunk === 1) {
        response.socket?.write('1000\r\nnot all of it');
        return void response.socket?.end();
      }
    }
    response.end();
  }

  async #message(socket: WebSocket, data: string): Promise<void> {
    const arrived = performance.now();
    const request = JSON.parse(data) as { transcript: string; context_id: string };
    const served = this.#note(request.context_id, request.transcript);
    const say = (message: object) =>
      socket.send(JSON.stringify({ context_id: request.context_id, ...message }));
    if (served.text === orders.hang) return;
    if (served.text === orders.refuse)
      return say({ type: 'error', done: true, status_code: 503, message: 'no worker is free' });
    await sleep(answer.firstAudioMs);
    for (let chunk = 0; chunk < answer.chunks; chunk++) {
      say({ type: 'chunk', data: Buffer.alloc(answer.bytesPerChunk, 1).toString('base64'), done: false });
      served.ttfaMs ??= performance.now() - arrived;
      served.bytes += answer.bytesPerChunk;
      await sleep(answer.gapMs);
      if (served.text === orders.noTerminator && chunk === 1) return socket.close(1000);
      if (served.text === orders.truncate && chunk === 1) return socket.terminate();
    }
    say({ type: 'done', done: true });
  }

  #note(id: string, text: string): Served {
    const served: Served = { id, text, bytes: 0 };
    this.served.push(served);
    return served;
  }
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) body += piece;
  return body;
}
