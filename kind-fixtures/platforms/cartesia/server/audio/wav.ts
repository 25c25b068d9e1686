import { type AudioFormat, width } from './encoding.ts';

const formatTags = { pcm_f32le: 3, pcm_s16le: 1, pcm_mulaw: 7, pcm_alaw: 6 } as const;

/** The 44 bytes that make `dataBytes` of mono samples a RIFF/WAVE file. */
export function wavHeader(format: AudioFormat, dataBytes: number): Uint8Array {
  const bytesPerSample = width(format.encoding);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'ascii');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'ascii');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(formatTags[format.encoding], 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(format.sampleRate, 24);
  header.writeUInt32LE(format.sampleRate * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(bytesPerSample * 8, 34);
  header.write('data', 36, 'ascii');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
