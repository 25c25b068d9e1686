import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { StreamSink, TtsStream } from '../dispatch/tts-stream.ts';
import { BodyTooLarge, readBody } from '../http.ts';
import type { Caller } from './caller.ts';
import type { Models } from './models.ts';
import { type Problem, problems, sendProblem } from './problem.ts';
import { BytesSink } from './tts-bytes.ts';
import {
  type BytesRequest,
  bytesRequest,
  parse,
  type SocketInput,
  type SseRequest,
  sseRequest,
} from './tts-request.ts';
import { SseSink } from './tts-sse.ts';
import type { Voices } from './voices.ts';

/** An answer that its reader leaves lying is given up beyond this many bytes. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

export interface TtsParts {
  readonly dispatcher: Dispatcher;
  readonly models: Models;
  readonly voices: Voices;
}

/** Unknown model or voice. */
export function checkTts(
  { models, voices }: TtsParts,
  input: { model_id: string; voice: string },
): Problem | undefined {
  if (!models.workerModel(input.model_id))
    return problems.modelNotFound(`No worker serves '${input.model_id}'.`);
  if (!voices.has(input.voice)) return problems.voiceNotFound(`There is no voice '${input.voice}'.`);
  return undefined;
}

interface StartOptions {
  readonly route: 'bytes' | 'sse' | 'websocket';
  readonly caller: Caller;
  readonly arrivedAt: number;
  readonly transcript: string;
  readonly sink: StreamSink;
}

export function startTts(
  parts: TtsParts,
  input: BytesRequest | SseRequest | SocketInput,
  options: StartOptions,
): TtsStream {
  const { output_format: format } = input;
  if (format.container === 'mp3') throw new TypeError('mp3 was let through');
  return parts.dispatcher.start({
    id: randomUUID(),
    route: options.route,
    arrivedAt: options.arrivedAt,
    model: parts.models.workerModel(input.model_id)!,
    transcript: options.transcript,
    format: { encoding: format.encoding, sampleRate: format.sample_rate },
    timestamps: input.add_timestamps === true,
    run: options.caller.run,
    sink: options.sink,
  });
}

/** `POST /tts/bytes` and `POST /tts/sse`. */
export async function handleTts(
  route: 'bytes' | 'sse',
  parts: TtsParts,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrivedAt = performance.now();
  const body = await readBody(request).catch((cause: unknown) => {
    if (cause instanceof BodyTooLarge) return undefined;
    throw cause;
  });
  if (!body) return sendProblem(response, caller, problems.tooLarge('The transcript is too long.'));
  const parsed = parse<BytesRequest | SseRequest>(
    route === 'bytes' ? bytesRequest : sseRequest,
    body.toString('utf8'),
  );
  if (!parsed.ok) return sendProblem(response, caller, problems.badRequest(parsed.message));
  const input = parsed.value;
  const problem = checkTts(parts, input);
  if (problem) return sendProblem(response, caller, problem);
  const format = input.output_format;
  if (format.container === 'mp3')
    return sendProblem(response, caller, problems.notImplemented('Ask for raw or wav.'));
  const context = 'context_id' in input ? (input.context_id ?? undefined) : undefined;
  const audio = { encoding: format.encoding, sampleRate: format.sample_rate };
  const sink =
    route === 'sse'
      ? new SseSink(response, caller, context)
      : new BytesSink(response, caller, audio, format.container === 'wav');
  const bounded = boundedSink(sink, response);
  const stream = startTts(parts, input, {
    route,
    caller,
    arrivedAt,
    transcript: input.transcript,
    sink: bounded,
  });
  response.on('close', () => stream.cancel());
}

function boundedSink(sink: StreamSink, response: ServerResponse): StreamSink {
  return {
    chunk(audio, info) {
      if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
      else sink.chunk(audio, info);
    },
    done: () => sink.done(),
    failed: (failure) => sink.failed(failure),
  };
}
