import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { StreamSink, TtsStream } from '../dispatch/tts-stream.ts';
import type { Caller } from './caller.ts';
import { type Problem, problemEvent, problems } from './problem.ts';
import { SocketContext } from './socket-context.ts';
import { parse, type SocketInput, socketMessage } from './tts-request.ts';

const MAX_CONTEXTS = 128;
/** From this API version on a text that may continue waits up to 3 s for more, unless the caller says otherwise. */
const BUFFERED_SINCE = '2025-11-04';
const DEFAULT_BUFFER_MS = 3000;
/** A draining connection is closed after this silence: sooner, and a request may cross the close on its way. */
const IDLE_CLOSE_MS = 1000;

export interface SocketOptions {
  readonly socket: WebSocket;
  /** What the socket writes to. */
  readonly connection: Duplex;
  readonly caller: Caller;
  /** What is wrong with this input apart from its shape: unknown model, unknown voice. */
  check(input: SocketInput): Problem | undefined;
  start(transcript: string, input: SocketInput, arrivedAt: number, sink: StreamSink): TtsStream;
  /** A context ended, with the status that its last event carried. */
  ended(status: number): void;
}

/** One connection to `/tts/websocket`: many contexts, each answered under its own id. */
export class TtsSocket {
  readonly #options: SocketOptions;
  readonly #contexts = new Map<string, SocketContext>();
  #draining = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: SocketOptions) {
    this.#options = options;
    options.socket.on('message', (data, binary) => {
      if (binary) return this.#problem(problems.badRequest('Messages are JSON texts.'), undefined);
      clearTimeout(this.#idle);
      this.#message(data.toString());
      if (this.#draining && this.#contexts.size === 0) this.drain();
    });
    options.socket.on('close', () => {
      clearTimeout(this.#idle);
      for (const context of [...this.#contexts.values()]) context.cancel();
    });
  }

  /** Closes with the last event of the contexts in progress, or after a silence (the pod is about to end). */
  drain(): void {
    this.#draining = true;
    if (this.#contexts.size === 0) this.#idle = setTimeout(() => this.#close(), IDLE_CLOSE_MS);
  }

  #message(text: string): void {
    const message = parse(socketMessage, text);
    if (!message.ok) {
      this.#problem(problems.badRequest(message.message), contextIdOf(text));
      return;
    }
    const input = message.value;
    if (input.cancel) {
      this.#contexts.get(input.context_id)?.cancel();
      return;
    }
    const problem = this.#options.check(input) ?? this.#input(input);
    if (problem) this.#problem(problem, input.context_id);
  }

  #input(input: SocketInput): Problem | undefined {
    let context = this.#contexts.get(input.context_id);
    if (!context) {
      if (this.#contexts.size >= MAX_CONTEXTS)
        return problems.badRequest(`More than ${MAX_CONTEXTS} contexts are open.`);
      context = this.#open(input.context_id);
    }
    return context.input(input);
  }

  #open(id: string): SocketContext {
    const { caller, socket, start } = this.#options;
    const context = new SocketContext({
      id,
      caller,
      defaultDelayMs: caller.version >= BUFFERED_SINCE ? DEFAULT_BUFFER_MS : 0,
      start,
      send: (event) => this.#send(event),
      cut: () => socket.terminate(),
      closed: (status) => {
        this.#options.ended(status);
        this.#contexts.delete(id);
        if (this.#draining && this.#contexts.size === 0) this.#close();
      },
    });
    this.#contexts.set(id, context);
    return context;
  }

  #problem(problem: Problem, contextId: string | undefined): void {
    this.#send(problemEvent(this.#options.caller, problem, contextId));
  }

  #close(): void {
    this.#options.socket.close(1001, 'going away');
  }

  #send(event: object): void {
    const { socket, connection } = this.#options;
    if (this.#draining) {
      // The last event and the close leave together, so that no next request can come between them.
      connection.cork();
      process.nextTick(() => connection.uncork());
    }
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(event));
  }
}

function contextIdOf(text: string): string | undefined {
  return /"context_id"\s*:\s*"([^"\\]{1,256})"/.exec(text)?.[1];
}
