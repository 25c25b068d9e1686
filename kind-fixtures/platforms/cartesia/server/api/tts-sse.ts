import type { ServerResponse } from 'node:http';
import type { ChunkInfo, StreamFailure, StreamSink } from '../dispatch/tts-stream.ts';
import type { Caller } from './caller.ts';
import { problemEvent, problemOf, sendProblem } from './problem.ts';

/** The answer of `POST /tts/sse`: one server-sent event per chunk, then `done`. */
export class SseSink implements StreamSink {
  readonly #response: ServerResponse;
  readonly #caller: Caller;
  readonly #context: string | undefined;

  constructor(response: ServerResponse, caller: Caller, context: string | undefined) {
    this.#response = response;
    this.#caller = caller;
    this.#context = context;
  }

  chunk(audio: Uint8Array, { stepMs, timestamps }: ChunkInfo): void {
    if (!this.#response.headersSent) {
      this.#response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    }
    const data = Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength).toString('base64');
    this.#event('chunk', { type: 'chunk', data, done: false, status_code: 206, step_time: stepMs });
    if (timestamps) {
      this.#event('timestamps', {
        type: 'timestamps',
        done: false,
        status_code: 206,
        word_timestamps: timestamps,
      });
    }
  }

  done(): void {
    this.#event('done', { type: 'done', done: true, status_code: 200 });
    this.#response.end();
  }

  failed(failure: StreamFailure): void {
    if (failure === 'cut') return void this.#response.destroy();
    const problem = problemOf(failure);
    if (!this.#response.headersSent) {
      sendProblem(this.#response, this.#caller, problem);
      return;
    }
    this.#event('error', problemEvent(this.#caller, problem, this.#context));
    this.#response.end();
  }

  #event(name: string, payload: object): void {
    const context = this.#context ? { context_id: this.#context } : {};
    this.#response.write(`event: ${name}\ndata: ${JSON.stringify({ ...payload, ...context })}\n\n`);
  }
}
