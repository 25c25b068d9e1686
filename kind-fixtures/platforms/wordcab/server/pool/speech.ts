import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Encoding, encode } from '../../../cartesia/server/audio/encoding.ts';
import type { Speaker } from '../../../cartesia/server/audio/speech.ts';
import { wavHeader } from '../../../cartesia/server/audio/wav.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { sendError } from '../wire/answers.ts';

export const voices = ['ember', 'slate', 'marin', 'onyx', 'brook', 'ash'] as const;

export const speechRequest = z.object({
  model: z.string(),
  input: z.string().min(1).max(4096),
  voice: z.enum(voices),
  response_format: z.enum(['mp3', 'wav', 'pcm16', 'ulaw', 'opus']).default('mp3'),
  sample_rate: z.union([z.literal(8000), z.literal(16_000), z.literal(24_000), z.literal(48_000)]).optional(),
  speed: z.number().min(0.5).max(2).default(1),
  stream: z.boolean().default(false),
});

const formats: Readonly<Record<string, { encoding: Encoding; type: string; rate: number }>> = {
  wav: { encoding: 'pcm_s16le', type: 'audio/wav', rate: 24_000 },
  pcm16: { encoding: 'pcm_s16le', type: 'application/octet-stream', rate: 0 },
  ulaw: { encoding: 'pcm_mulaw', type: 'audio/basic', rate: 8000 },
};
const chunkSeconds = 0.2;
const chunkMs = 20;

/** The documented speech request; `mp3` and `opus` are not in the stand-in. Answers the ms until the first audio. */
export async function speak(
  request: z.infer<typeof speechRequest>,
  speaker: Speaker,
  faults: FaultBoard,
  response: ServerResponse,
): Promise<number | null> {
  const started = performance.now();
  const { response_format: name, sample_rate: asked } = request;
  const format = formats[name];
  if (!format) {
    sendError(response, 501, 'not_in_stand_in', `The stand-in does not make ${name}.`);
    return null;
  }
  if (name === 'pcm16' && asked === undefined) {
    sendError(response, 400, 'sample_rate_required', 'pcm16 needs a sample_rate.');
    return null;
  }
  const rate = asked ?? format.rate;
  const speech = speaker.speak(request.input, rate);
  const silent = faults.hit('silence') !== undefined;
  const end = Math.round(speech.samples * (faults.hit('short-audio')?.keep ?? 1));
  const part = (from: number, to: number) => {
    const samples = silent
      ? new Float32Array(Math.min(to, end) - from)
      : speech.read(from, Math.min(to, end));
    return encode(samples, format.encoding);
  };
  response.writeHead(200, { 'content-type': format.type });
  if (name === 'wav') {
    const width = format.encoding === 'pcm_s16le' ? 2 : 1;
    response.write(wavHeader({ encoding: format.encoding, sampleRate: rate }, end * width));
  }
  const step = Math.round(chunkSeconds * rate);
  for (let at = 0; at < end; at += step) {
    response.write(part(at, at + step));
    if (request.stream) await new Promise((resolve) => setTimeout(resolve, chunkMs));
  }
  response.end();
  return performance.now() - started;
}
