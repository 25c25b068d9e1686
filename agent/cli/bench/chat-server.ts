import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the server did for one request. */
export interface Chat {
  readonly rid: string;
  /** Milliseconds from the request's arrival to the first token written. */
  ttftMs: number;
  ended: boolean;
}

/** How it answers; every `refuseEach`th request is turned away with 503. */
export interface ChatHabits {
  readonly firstMs: number;
  readonly tokens: number;
  readonly gapMs: number;
  readonly refuseEach?: number;
  readonly key?: string;
}

/** A chat service on loopback that streams, and knows what it did: for tests of `seatrial bench`. */
export class ChatServer implements AsyncDisposable {
  readonly log: Chat[] = [];
  readonly #habits: ChatHabits;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  private constructor(habits: ChatHabits) {
    this.#habits = habits;
  }

  static async start(habits: ChatHabits): Promise<ChatServer> {
    const server = new ChatServer(habits);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrived = performance.now();
    const { firstMs, tokens, gapMs, refuseEach, key } = this.#habits;
    const chat: Chat = { rid: String(request.headers['x-request-id']), ttftMs: Number.NaN, ended: false };
    this.log.push(chat);
    request.resume();
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`)
      return void response.writeHead(401).end('{"error":{"message":"no"}}');
    if (refuseEach && this.log.length % refuseEach === 0)
      return void response.writeHead(503, { 'retry-after': '0' }).end('no room');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const say = (delta: object) => response.write(`data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`);
    say({ role: 'assistant', content: '' });
    await sleep(firstMs);
    for (let token = 0; token < tokens; token++) {
      say({ content: `word${token} ` });
      if (token === 0) chat.ttftMs = performance.now() - arrived;
      await sleep(gapMs);
    }
    response.end('data: [DONE]\n\n');
    chat.ended = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await Promise.resolve();
  }
}
