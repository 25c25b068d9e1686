import { problemText } from './problem.ts';
import { sampleRate, transcribingModel } from './requests.ts';
import type { Speaking } from './speak.ts';

export interface Transcript {
  readonly text: string;
  /** Seconds of the audio, as the platform counted them; null where it does not say. */
  readonly duration: number | null;
}

/** What became of a transcription: what was heard, or why there is nothing. */
export type Transcription =
  | { readonly kind: 'heard'; readonly transcript: Transcript }
  | {
      readonly kind: 'absent' | 'refused' | 'failed' | 'odd';
      readonly status: number;
      readonly text: string;
    };

/** `POST /stt` of raw PCM, sent as the WAVE file that any client would send. Throws `ProbeError`. */
export async function transcribe(
  pcm: Buffer,
  { endpoint, http, settings, signal }: Speaking,
): Promise<Transcription> {
  const form = new FormData();
  form.set('file', new Blob([wave(pcm)], { type: 'audio/wav' }), 'seatrial.wav');
  form.set('model', transcribingModel(settings));
  form.set('language', 'en');
  const encoded = new Response(form);
  const { status, body } = await http.request(`${endpoint.url}/stt`, {
    method: 'POST',
    headers: { ...endpoint.headers, 'content-type': encoded.headers.get('content-type')! },
    body: Buffer.from(await encoded.arrayBuffer()),
    maxBytes: 1024 * 1024,
    signal,
  });
  const text = body.toString();
  if (status === 404 || status === 405 || status === 501)
    return { kind: 'absent', status, text: problemText(text) };
  if (status === 401 || status === 403) return { kind: 'refused', status, text: problemText(text) };
  if (status !== 200) return { kind: 'failed', status, text: problemText(text) };
  const heard = transcriptOf(text);
  return heard ? { kind: 'heard', transcript: heard } : { kind: 'odd', status, text: text.slice(0, 200) };
}

function transcriptOf(body: string): Transcript | null {
  try {
    const { text, duration } = JSON.parse(body) as Record<string, unknown>;
    if (typeof text !== 'string') return null;
    return { text, duration: typeof duration === 'number' && Number.isFinite(duration) ? duration : null };
  } catch {
    return null;
  }
}

/** 16-bit mono PCM as a RIFF/WAVE file. */
function wave(pcm: Buffer): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + pcm.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(pcm.length, 40);
  return new Uint8Array(Buffer.concat([header, pcm]));
}
