import type { AudioFormat } from '../audio/encoding.ts';

/** Subjects of the stand-in. The vendor's are not public. */
export const subjects = {
  beats: 'cartesia.workers.beat',
  worker: (pod: string) => `cartesia.worker.${pod}`,
  cancel: (pod: string) => `cartesia.worker.${pod}.cancel`,
  stream: (api: string) => `cartesia.api.${api}.stream`,
} as const;

export type Operation = 'TTS' | 'VOICE_CLONE';

/** Sent by every worker four times a second and at each change of its state. */
export interface Beat {
  readonly pod: string;
  /** Name of the worker's Deployment. */
  readonly worker: string;
  readonly operation: Operation;
  readonly model: string;
  readonly release: string;
  readonly capacity: number;
  readonly load: number;
  /** The load by API pod, so that each can tell its own streams from those of the others. */
  readonly loads: Readonly<Record<string, number>>;
  /** The model is loaded. */
  readonly ready: boolean;
  /** The pod is about to end and takes no new work. */
  readonly draining: boolean;
}

/** From the API to one worker, as a request; the answer is an `Acceptance`. */
export interface GenerateCommand {
  readonly id: string;
  /** The stream's events go to `subjects.stream(api)`. */
  readonly api: string;
  /** Epoch ms when the API sent it: `dueMs` of the stream's events counts from here. */
  readonly sentAt: number;
  readonly transcript: string;
  readonly format: AudioFormat;
  readonly timestamps: boolean;
  /** Tag of the benchmark run, if the caller sent one. */
  readonly run: string | undefined;
}

export interface CloneCommand {
  readonly clone: { readonly name: string; readonly language: string; readonly bytes: number };
}

export type Acceptance =
  | { readonly accepted: true; readonly level: number }
  | { readonly accepted: false; readonly reason: 'capacity' | 'not-ready' };

export interface WordTimestamps {
  readonly words: string[];
  readonly start: number[];
  readonly end: number[];
}

/**
 * Head of one event of a stream; the audio follows it. `dueMs` is when the API shall write it, counted from
 * the moment it sent the command. Workers send a little ahead of that, so that the way over the bus costs nothing.
 */
export interface StreamEvent {
  readonly id: string;
  readonly kind: 'chunk' | 'done' | 'error' | 'cut';
  readonly dueMs: number;
  /** Bytes of the whole answer, in the first chunk. */
  readonly totalBytes?: number;
  readonly timestamps?: WordTimestamps;
  /** Faults that touched this request, known at its first event and repeated in its last. */
  readonly faults?: readonly string[];
}

/** [u16le length of the head][head as JSON][audio] */
export function packEvent(event: StreamEvent, audio: Uint8Array): Uint8Array {
  const head = Buffer.from(JSON.stringify(event));
  const packed = Buffer.allocUnsafe(2 + head.length + audio.length);
  packed.writeUInt16LE(head.length, 0);
  packed.set(head, 2);
  packed.set(audio, 2 + head.length);
  return packed;
}

export function unpackEvent(data: Uint8Array): { event: StreamEvent; audio: Uint8Array } {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const end = 2 + bytes.readUInt16LE(0);
  return { event: JSON.parse(bytes.toString('utf8', 2, end)) as StreamEvent, audio: bytes.subarray(end) };
}
