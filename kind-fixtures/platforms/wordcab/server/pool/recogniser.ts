import { readFile } from 'node:fs/promises';
import type { Clip } from '../../../cartesia/server/audio/samples.ts';
import type { Speaker } from '../../../cartesia/server/audio/speech.ts';

/** Samples of a clip's beginning that must agree before the whole is compared. */
const prefix = 160;
/** 16-bit rounding, and nothing else, lies between a clip and what was said. */
const tolerance = 2 / 32_768;
const quiet = 1 / 32_768;

interface Known {
  readonly word: string;
  /** From its first sample that is not silent. */
  readonly samples: Float32Array;
}

/**
 * Understands the stand-in's own voice at the recordings' rate, and no other: a word is recognised where its recording
 * lies, sample by sample. So what is said wrongly, cut or silenced is not understood, and no model is needed.
 */
export class Recogniser {
  readonly rate: number;
  readonly #known = new Map<number, Known[]>();

  private constructor(rate: number) {
    this.rate = rate;
  }

  /** Knows how these words sound when the speaker says them. */
  static knowing(words: readonly string[], speaker: Speaker, rate = 16_000): Recogniser {
    const recogniser = new Recogniser(rate);
    for (const word of words) {
      const speech = speaker.speak(word, rate);
      const samples = trimmed(rounded(speech.read(0, Math.round((speech.words[0]?.end ?? 0) * rate))));
      if (samples.length < prefix) continue;
      const key = keyOf(samples, 0);
      const same = recogniser.#known.get(key) ?? [];
      recogniser.#known.set(key, [...same, { word, samples }]);
    }
    return recogniser;
  }

  /** The words that were said, in order. */
  understand(clip: Clip): string[] {
    const words: string[] = [];
    let at = 0;
    while (at < clip.samples.length) {
      if (Math.abs(clip.samples[at]!) < quiet) at++;
      else {
        const found = this.#at(clip.samples, at);
        if (found) words.push(found.word);
        at += found ? found.samples.length : 1;
      }
    }
    return words;
  }

  /** The longest word whose recording begins here. */
  #at(samples: Float32Array, at: number): Known | undefined {
    const near = [-1, 0, 1].flatMap((step) => this.#known.get(keyOf(samples, at) + step) ?? []);
    return near
      .filter((known) => agree(known.samples, samples, at))
      .sort((a, b) => b.samples.length - a.samples.length)[0];
  }
}

/** A coarse level of the beginning: rounding moves it by one step at most. */
function keyOf(samples: Float32Array, at: number): number {
  let sum = 0;
  for (let index = at; index < Math.min(at + prefix, samples.length); index++)
    sum += Math.abs(samples[index]!);
  return Math.round(sum * 50);
}

function agree(known: Float32Array, heard: Float32Array, at: number): boolean {
  if (at + known.length > heard.length) return false;
  for (let index = 0; index < known.length; index++)
    if (Math.abs(known[index]! - heard[at + index]!) > tolerance) return false;
  return true;
}

/** As 16-bit PCM has it. */
const rounded = (samples: Float32Array): Float32Array =>
  samples.map((sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767) / 32_767);

function trimmed(samples: Float32Array): Float32Array {
  const first = samples.findIndex((sample) => Math.abs(sample) >= quiet);
  const last = samples.findLastIndex((sample) => Math.abs(sample) >= quiet);
  return first < 0 ? new Float32Array(0) : samples.subarray(first, last + 1);
}

/** Words that a corpus file has recordings of; none where there is no file. */
export async function wordsIn(path: string | undefined): Promise<string[]> {
  if (!path) return [];
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) return [];
  const index = JSON.parse(bytes.toString('utf8', 4, 4 + bytes.readUInt32LE(0))) as { words: object };
  return Object.keys(index.words).filter((word) => !word.startsWith('letter:'));
}

/** 16-bit mono PCM of a RIFF/WAVE file; null where it is no such file. */
export function readWav(file: Buffer): Clip | null {
  if (file.length < 44 || file.toString('ascii', 0, 4) !== 'RIFF' || file.readUInt16LE(34) !== 16)
    return null;
  const samples = new Float32Array(Math.floor((file.length - 44) / 2));
  for (let index = 0; index < samples.length; index++)
    samples[index] = file.readInt16LE(44 + index * 2) / 32_767;
  return { rate: file.readUInt32LE(24), samples };
}
