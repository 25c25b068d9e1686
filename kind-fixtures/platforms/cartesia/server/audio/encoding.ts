import { toALaw, toMuLaw } from './g711.ts';

export const encodings = ['pcm_f32le', 'pcm_s16le', 'pcm_mulaw', 'pcm_alaw'] as const;
/** How one sample is written. */
export type Encoding = (typeof encodings)[number];

export const sampleRates = [8000, 16_000, 22_050, 24_000, 44_100, 48_000] as const;

/** What the caller asked for: mono samples at `sampleRate` Hz in `encoding`. */
export interface AudioFormat {
  readonly encoding: Encoding;
  readonly sampleRate: number;
}

const widths: Record<Encoding, number> = { pcm_f32le: 4, pcm_s16le: 2, pcm_mulaw: 1, pcm_alaw: 1 };

/** Bytes per sample. */
export function width(encoding: Encoding): number {
  return widths[encoding];
}

/** Seconds of audio in `bytes` of this format. */
export function seconds(bytes: number, format: AudioFormat): number {
  return bytes / (format.sampleRate * width(format.encoding));
}

/** The samples as bytes, little endian. */
export function encode(samples: Float32Array, encoding: Encoding): Uint8Array {
  const bytes = Buffer.allocUnsafe(samples.length * widths[encoding]);
  for (let index = 0; index < samples.length; index += 1) {
    const sample = Math.max(-1, Math.min(1, samples[index]!));
    if (encoding === 'pcm_f32le') bytes.writeFloatLE(sample, index * 4);
    else if (encoding === 'pcm_s16le') bytes.writeInt16LE(Math.round(sample * 32_767), index * 2);
    else bytes[index] = encoding === 'pcm_mulaw' ? toMuLaw(sample) : toALaw(sample);
  }
  return bytes;
}
