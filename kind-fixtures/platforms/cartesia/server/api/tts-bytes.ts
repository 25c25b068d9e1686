import type { ServerResponse } from 'node:http';
import type { AudioFormat } from '../audio/encoding.ts';
import { wavHeader } from '../audio/wav.ts';
import type { StreamFailure, StreamSink } from '../dispatch/tts-stream.ts';
import type { Caller } from './caller.ts';
import { problemOf, sendProblem } from './problem.ts';

/** The answer of `POST /tts/bytes`: the audio as it comes, in one chunked body. */
export class BytesSink implements StreamSink {
  readonly #response: ServerResponse;
  readonly #caller: Caller;
  readonly #format: AudioFormat;
  readonly #wav: boolean;

  constructor(response: ServerResponse, caller: Caller, format: AudioFormat, wav: boolean) {
    this.#response = response;
    this.#caller = caller;
    this.#format = format;
    this.#wav = wav;
  }

  chunk(audio: Uint8Array, { totalBytes }: { totalBytes: number | undefined }): void {
    if (!this.#response.headersSent) {
      this.#response.writeHead(200, { 'content-type': this.#wav ? 'audio/wav' : 'application/octet-stream' });
      if (this.#wav) {
        this.#response.write(Buffer.concat([wavHeader(this.#format, totalBytes ?? audio.length), audio]));
        return;
      }
    }
    this.#response.write(audio);
  }

  done(): void {
    this.#response.end();
  }

  failed(failure: StreamFailure): void {
    if (failure === 'cut' || this.#response.headersSent) this.#response.destroy();
    else sendProblem(this.#response, this.#caller, problemOf(failure));
  }
}
