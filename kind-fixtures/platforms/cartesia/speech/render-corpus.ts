import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packCorpus } from '../server/audio/corpus.ts';
import { resample } from '../server/audio/samples.ts';

const run = promisify(execFile);

/** Clips are kept at this rate: half of it bounds what can be heard, and speech needs little above 8 kHz. */
const RATE = 16_000;
const SPOKEN_AT_ONCE = 2;
const QUIET = 0.01;
const MARGIN_SECONDS = 0.01;
/** Words per minute asked of the synthesiser: brisk, so that words and pauses together come to 12.5 characters/s. */
const WORDS_PER_MINUTE = '250';
const MAX_WAV_BYTES = 4 * 1024 * 1024;

/** Letter sounds for words outside of the vocabulary, as mnemonics of espeak-ng. */
const letters: Record<string, string> = Object.fromEntries(
  Object.entries({
    ...{
      a: 'a',
      b: 'b@',
      c: 'k@',
      d: 'd@',
      e: 'E',
      f: 'f',
      g: 'g@',
      h: 'h@',
      i: 'I',
      j: 'dZ@',
      k: 'k@',
      l: 'l',
    },
    ...{
      m: 'm',
      n: 'n',
      o: '0',
      p: 'p@',
      q: 'kw@',
      r: 'r@',
      s: 's',
      t: 't@',
      u: 'V',
      v: 'v',
      w: 'w@',
      x: 'ks',
    },
    ...{ y: 'j@', z: 'z' },
  }).map(([letter, sound]) => [letter, `[[${sound}]]`]),
);

const digits = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** True where the synthesiser espeak-ng can be called. */
export async function canRender(): Promise<boolean> {
  return run('espeak-ng', ['--version']).then(
    () => true,
    () => false,
  );
}

/** Speaks every word of the vocabulary, the letters and the digits once, and packs them into one file (about 6 MB). */
export async function renderCorpus(vocabulary: readonly string[]): Promise<Uint8Array> {
  const texts = new Map<string, string>(vocabulary.map((word) => [word, word]));
  for (const [letter, sound] of Object.entries(letters)) texts.set(`letter:${letter}`, sound);
  digits.forEach((word, digit) => {
    texts.set(String(digit), word);
    texts.set(`letter:${digit}`, word);
  });
  const clips = new Map<string, Float32Array>();
  const left = [...texts];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) clips.set(next[0], await speak(next[1]));
  };
  await Promise.all(Array.from({ length: SPOKEN_AT_ONCE }, work));
  // Always the same order, so that the same words give the same bytes.
  return packCorpus(RATE, new Map([...clips].sort(([a], [b]) => (a < b ? -1 : 1))));
}

async function speak(text: string): Promise<Float32Array> {
  const { stdout } = await run('espeak-ng', ['-v', 'en-us', '-s', WORDS_PER_MINUTE, '--stdout', text], {
    encoding: 'buffer',
    maxBuffer: MAX_WAV_BYTES,
  });
  const rate = stdout.readUInt32LE(24);
  const data = stdout.subarray(44);
  const samples = new Float32Array(Math.floor(data.length / 2));
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = data.readInt16LE(index * 2) / 32_768;
  return trim(resample({ rate, samples }, RATE).samples);
}

/** Cuts the silence that the synthesiser puts around a text. */
function trim(samples: Float32Array): Float32Array {
  const loud = (sample: number) => Math.abs(sample) > QUIET;
  const margin = Math.round(MARGIN_SECONDS * RATE);
  const first = Math.max(0, samples.findIndex(loud) - margin);
  const last = Math.min(samples.length, samples.findLastIndex(loud) + margin);
  return samples.subarray(first, Math.max(first + 1, last));
}
