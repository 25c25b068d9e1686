import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ServiceModel } from './service-model.ts';

/** Serves `POST /tts/bytes` as a model says, in real time: a tenth of a second of audio when it ends, or 429. */
export class ModelServer implements AsyncDisposable {
  readonly #model: ServiceModel;
  readonly #open = new Map<number, ServerResponse>();
  readonly #connections = new Set<Socket>();
  #next = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #http = createServer((request, response) => {
    request.resume().once('end', () => this.#arrive(response));
  });

  static async start(model: ServiceModel): Promise<ModelServer> {
    const server = new ModelServer(model);
    server.#http.on('connection', (socket: Socket) => {
      server.#connections.add(socket.setNoDelay());
      socket.once('close', () => server.#connections.delete(socket));
    });
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  private constructor(model: ServiceModel) {
    this.#model = model;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    this.#http.close();
    for (const connection of this.#connections) connection.destroy();
    await Promise.resolve();
  }

  #arrive(response: ServerResponse): void {
    const job = this.#next++;
    this.#open.set(job, response);
    this.#model.arrive(job, seconds());
    this.#work();
  }

  #work(): void {
    clearTimeout(this.#timer);
    for (const { job, status } of this.#model.take(seconds())) {
      const response = this.#open.get(job)!;
      this.#open.delete(job);
      if (status === 200) response.writeHead(200, { 'content-type': 'audio/pcm' }).end(Buffer.alloc(4800, 1));
      else response.writeHead(status).end('too many requests');
    }
    const wait = this.#model.next() - seconds();
    if (Number.isFinite(wait)) this.#timer = setTimeout(() => this.#work(), Math.max(0, wait * 1000));
  }
}

const seconds = (): number => performance.now() / 1000;
