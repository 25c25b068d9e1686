import { type AudioFormat, type Encoding, encodings, width } from './encoding.ts';
import { fromMuLaw } from './g711.ts';
import type { Clip } from './samples.ts';

const byTag: Readonly<Record<number, Encoding>> = { 1: 'pcm_s16le', 3: 'pcm_f32le', 7: 'pcm_mulaw' };

/** Mono samples of a WAVE file, or of raw bytes in the format named; undefined where they cannot be read. */
export function decode(
  bytes: Buffer,
  raw: { encoding: string | null; rate: string | null },
): Clip | undefined {
  const wave = waveOf(bytes);
  if (wave) return { rate: wave.format.sampleRate, samples: samplesOf(wave.data, wave.format.encoding) };
  const encoding = encodings.find((known) => known === raw.encoding);
  const rate = Number(raw.rate);
  if (!encoding || encoding === 'pcm_alaw' || !(rate >= 8000 && rate <= 48_000)) return undefined;
  return { rate, samples: samplesOf(bytes, encoding) };
}

function samplesOf(bytes: Buffer, encoding: Encoding): Float32Array {
  const samples = new Float32Array(Math.floor(bytes.length / width(encoding)));
  for (let index = 0; index < samples.length; index += 1) {
    if (encoding === 'pcm_f32le') samples[index] = bytes.readFloatLE(index * 4);
    else if (encoding === 'pcm_s16le') samples[index] = bytes.readInt16LE(index * 2) / 32_767;
    else samples[index] = fromMuLaw(bytes[index]!);
  }
  return samples;
}

/** The `fmt ` and `data` chunks of a mono RIFF/WAVE file. */
function waveOf(bytes: Buffer): { format: AudioFormat; data: Buffer } | undefined {
  if (bytes.length < 44 || bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  let format: AudioFormat | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    const name = bytes.toString('latin1', at, at + 4);
    if (name === 'fmt ' && chunk.length >= 16) {
      const encoding = byTag[chunk.readUInt16LE(0)];
      if (!encoding || chunk.readUInt16LE(2) !== 1) return undefined;
      format = { encoding, sampleRate: chunk.readUInt32LE(4) };
    }
    if (name === 'data' && format) return { format, data: chunk };
    at += 8 + length + (length % 2);
  }
  return undefined;
}
