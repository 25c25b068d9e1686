import { readFile } from 'node:fs/promises';
import { fromMuLaw, toMuLaw } from './g711.ts';
import type { Clip } from './samples.ts';

/** Spoken words by their spelling in lower case; letters are stored as `letter:a`. */
export interface Corpus {
  clip(key: string): Clip | undefined;
  readonly size: number;
  /** Every key that there is a clip of. */
  readonly words: readonly string[];
}

/** No recorded speech: every word is left to the tone synthesiser. */
export const emptyCorpus: Corpus = { size: 0, words: [], clip: () => undefined };

interface Index {
  rate: number;
  /** word -> [first byte, bytes] */
  words: Record<string, [number, number]>;
}

/** One file: length of the JSON index (u32le), the index, then all clips in mu-law. */
export function packCorpus(rate: number, clips: ReadonlyMap<string, Float32Array>): Uint8Array {
  const index: Index = { rate, words: {} };
  const parts: Buffer[] = [];
  let offset = 0;
  for (const [word, samples] of clips) {
    index.words[word] = [offset, samples.length];
    parts.push(Buffer.from(Uint8Array.from(samples, toMuLaw)));
    offset += samples.length;
  }
  const head = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...parts]);
}

/** Reads what `packCorpus` wrote. Clips are decoded when asked for. */
export function unpackCorpus(file: Uint8Array): Corpus {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const body = 4 + bytes.readUInt32LE(0);
  const index = JSON.parse(bytes.toString('utf8', 4, body)) as Index;
  return {
    size: Object.keys(index.words).length,
    words: Object.keys(index.words),
    clip(key) {
      const found = Object.hasOwn(index.words, key) ? index.words[key] : undefined;
      if (!found) return undefined;
      const [first, length] = found;
      return {
        rate: index.rate,
        samples: Float32Array.from(bytes.subarray(body + first, body + first + length), (byte) =>
          fromMuLaw(byte),
        ),
      };
    },
  };
}

/** The corpus in that file; an empty one where there is no such file. */
export async function loadCorpus(path: string | undefined): Promise<Corpus> {
  if (!path) return emptyCorpus;
  try {
    return unpackCorpus(await readFile(path));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return emptyCorpus;
    throw cause;
  }
}
