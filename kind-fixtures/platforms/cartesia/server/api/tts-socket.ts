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

export interface SocketOptions {
  readonly socket: WebSocket;
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
  #closeWhenIdle = false;

  constructor(options: SocketOptions) {
    this.#options = options;
    options.socket.on('message', (data, binary) => {
      if (binary) return this.#problem(problems.badRequest('Messages are JSON texts.'), undefined);
      this.#message(data.toString());
    });
    options.socket.on('close', () => {
      for (const context of [...this.#contexts.values()]) context.cancel();
    });
  }

  /** Closes now, or as soon as the contexts in progress are done (the pod is about to end). */
  drain(): void {
    this.#closeWhenIdle = true;
    if (this.#contexts.size === 0) this.#options.socket.close(1001, 'going away');
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
        if (this.#closeWhenIdle) this.drain();
      },
    });
    this.#contexts.set(id, context);
    return context;
  }

  #problem(problem: Problem, contextId: string | undefined): void {
    this.#send(problemEvent(this.#options.caller, problem, contextId));
  }

  #send(event: object): void {
    const { socket } = this.#options;
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(event));
  }
}

function contextIdOf(text: string): string | undefined {
  return /"context_id"\s*:\s*"([^"\\]{1,256})"/.exec(text)?.[1];
}
