import type { IncomingMessage, ServerResponse } from 'node:http';
import { WebSocketServer } from 'ws';
import type { Recogniser } from '../audio/recogniser.ts';
import type { WorkerDirectory } from '../dispatch/worker-directory.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { type Listening, listen, sendJson } from '../http.ts';
import type { Bus } from '../wire/bus.ts';
import type { ApiMetrics } from './api-metrics.ts';
import type { Artifacts } from './artifacts.ts';
import { type Caller, identify } from './caller.ts';
import { cloneVoice } from './clone-voice.ts';
import { paginate } from './page.ts';
import { problems, sendProblem } from './problem.ts';
import { transcribe } from './stt.ts';
import { checkTts, handleTts, startTts, type TtsParts } from './tts-handler.ts';
import { TtsSocket } from './tts-socket.ts';
import { toWire } from './voices.ts';

const MAX_MESSAGE_BYTES = 64 * 1024;
const DRAIN_POLL_MS = 50;

export interface ApiServerOptions extends TtsParts {
  readonly port: number;
  readonly release: string;
  readonly keys: readonly string[];
  readonly bus: Bus;
  readonly directory: WorkerDirectory;
  readonly faults: FaultBoard;
  readonly artifacts: Artifacts;
  readonly metrics: ApiMetrics;
  /** Undefined where no speech was recorded: there is then no speech to text. */
  readonly recogniser: Recogniser | undefined;
}

/** The vendor's HTTP and WebSocket API on port 5000, as far as the stand-in has it. */
export class ApiServer implements AsyncDisposable {
  readonly #options: ApiServerOptions;
  readonly #sockets = new Set<TtsSocket>();
  #listening!: Listening;
  #draining = false;

  private constructor(options: ApiServerOptions) {
    this.#options = options;
  }

  static async start(options: ApiServerOptions): Promise<ApiServer> {
    const api = new ApiServer(options);
    api.#listening = await listen(options.port, (request, response) => api.#handle(request, response));
    api.#acceptSockets();
    return api;
  }

  get port(): number {
    return this.#listening.port;
  }

  /**
   * For the end of the pod: `/status` says no at once, requests are still served while the Service forgets
   * the pod, then what is in progress is finished, at most until `limitMs`.
   */
  async drain(graceMs: number, limitMs: number): Promise<void> {
    this.#draining = true;
    await sleep(graceMs);
    this.#listening.server.close();
    for (const socket of this.#sockets) socket.drain();
    const started = performance.now();
    while (
      performance.now() - started < limitMs &&
      (this.#options.dispatcher.active > 0 || this.#sockets.size > 0)
    ) {
      this.#listening.server.closeIdleConnections();
      await sleep(DRAIN_POLL_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listening[Symbol.asyncDispose]();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://api');
    const path = url.pathname.replace(/(?<=.)\/$/, '');
    const route = `${request.method} ${path}`;
    const caller = identify(request, url, this.#options.keys);
    response.setHeader('x-standin-release', this.#options.release);
    if (this.#draining) response.setHeader('connection', 'close');
    response.on('finish', () => this.#count(routes.has(route) ? path : 'other', response.statusCode));
    if (route === 'GET /') return sendJson(response, 200, { ok: true, version: caller.version });
    if (route === 'GET /status') return this.#status(response);
    if (!caller.authorised)
      return sendProblem(response, caller, problems.unauthorised('A valid API key is needed.'));
    await this.#authorised(route, url, caller, request, response);
  }

  async #authorised(
    route: string,
    url: URL,
    caller: Caller,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { voices, artifacts, faults, recogniser } = this.#options;
    if (route === 'POST /tts/bytes') return handleTts('bytes', this.#options, caller, request, response);
    if (route === 'POST /tts/sse') return handleTts('sse', this.#options, caller, request, response);
    if (route === 'POST /stt' && recogniser)
      return transcribe(url, request, response, { caller, recogniser, faults });
    if (route === 'GET /voices') return this.#voices(url, caller, response);
    if (route === 'POST /voices/clone') return cloneVoice(request, response, { ...this.#options, caller });
    if (route === 'GET /pronunciation-dicts') {
      const kept = faults.find('dictionaries-lost') ? [] : artifacts.dictionaries;
      const dictionaries = kept.map((dictionary) => ({
        ...dictionary,
        owner_id: 'standin',
        pinned: false,
      }));
      return sendJson(response, 200, paginate(dictionaries, url.searchParams));
    }
    const id = /^GET \/voices\/([^/]+)$/.exec(route)?.[1];
    const voice = voices.list().find((known) => known.id === id);
    if (voice) return sendJson(response, 200, toWire(voice, caller.structured));
    sendProblem(response, caller, problems.notFound('The stand-in has no such resource.'));
  }

  /** Ready when the bus is there; the body is an assumption, only its status is documented. */
  #status(response: ServerResponse): void {
    const { bus, faults, release } = this.#options;
    const ready = bus.connected && !this.#draining && !faults.find('never-ready');
    sendJson(response, ready ? 200 : 503, {
      status: ready ? 'ok' : 'unavailable',
      nats: bus.connected,
      release,
    });
  }

  async #voices(url: URL, caller: Caller, response: ServerResponse): Promise<void> {
    const slow = this.#options.faults.find('slow-voices');
    if (slow) await sleep(slow.delayMs);
    const query = url.searchParams.get('q')?.toLowerCase();
    const found = this.#options.voices
      .list()
      .filter(({ id, name }) => query === undefined || id === query || name.toLowerCase().includes(query));
    const page = paginate(found, url.searchParams);
    sendJson(response, 200, { ...page, data: page.data.map((voice) => toWire(voice, caller.structured)) });
  }

  #acceptSockets(): void {
    const server = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
    });
    this.#listening.server.on('upgrade', (request, connection, head) => {
      const url = new URL(request.url ?? '/', 'http://api');
      const caller = identify(request, url, this.#options.keys);
      const status =
        url.pathname !== '/tts/websocket'
          ? '404 Not Found'
          : caller.authorised
            ? undefined
            : '401 Unauthorized';
      if (status)
        return void connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      server.handleUpgrade(request, connection, head, (socket) => {
        const tts = new TtsSocket({
          socket,
          connection,
          caller,
          check: (input) => checkTts(this.#options, input),
          start: (transcript, input, arrivedAt, sink) =>
            startTts(this.#options, input, { route: 'websocket', caller, arrivedAt, transcript, sink }),
          ended: (status) => this.#count('/tts/websocket', status),
        });
        this.#sockets.add(tts);
        socket.on('close', () => this.#sockets.delete(tts));
        socket.on('error', () => socket.terminate());
      });
    });
  }

  #count(route: string, status: number): void {
    this.#options.metrics.requests.inc({ route, status });
  }
}

const routes = new Set([
  'GET /',
  'GET /status',
  'GET /voices',
  'GET /pronunciation-dicts',
  'POST /voices/clone',
  'POST /tts/bytes',
  'POST /tts/sse',
  'POST /stt',
]);

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
