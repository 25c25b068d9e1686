import { type Finding, fail, type Measure } from '../record/finding.ts';

/** What can be told of speech without understanding it: how long, how loud, how often at the rails. */
export interface AudioFacts {
  readonly seconds: number;
  /** Root mean square, relative to full scale. */
  readonly rms: number;
  /** Share of samples at full scale. */
  readonly clipped: number;
}

/** Facts of 16-bit little-endian mono PCM. */
export function listen(pcm: Buffer, sampleRate: number): AudioFacts {
  const samples = Math.floor(pcm.length / 2);
  let squares = 0;
  let clipped = 0;
  for (let index = 0; index < samples; index++) {
    const value = pcm.readInt16LE(index * 2);
    squares += value * value;
    if (value >= 32_767 || value <= -32_768) clipped++;
  }
  return {
    seconds: samples / sampleRate,
    rms: samples === 0 ? 0 : Math.sqrt(squares / samples) / 32_768,
    clipped: samples === 0 ? 0 : clipped / samples,
  };
}

/** Speech is slower than 30 and faster than 5 characters a second, in any language we know of. */
const plausible = { slowest: 5, fastest: 30 };
const silence = 0.003;
const clipping = 0.01;

export const audioMeasures = (facts: AudioFacts): Measure[] => [
  { definition: 'audio_seconds', value: Math.round(facts.seconds * 100) / 100, unit: 's' },
  { definition: 'audio_rms', value: Math.round(facts.rms * 10_000) / 10_000, unit: 'of full scale' },
];

/** Null where the audio can be speech of this text; else a finding that says why it cannot. */
export function implausible(facts: AudioFacts, text: string): Finding | null {
  const rate = text.length / facts.seconds;
  const seen = `${facts.seconds.toFixed(2)} s of audio, RMS ${facts.rms.toFixed(4)}, ${(facts.clipped * 100).toFixed(2)} % clipped`;
  const expected = `speech of ${text.length} characters`;
  if (facts.seconds === 0) return fail('no audio', { expected, seen });
  if (facts.rms < silence) return fail('the audio is silence', { expected, seen });
  if (facts.clipped > clipping) return fail('the audio is clipped', { expected, seen });
  if (rate < plausible.slowest || rate > plausible.fastest) {
    return fail(`${rate.toFixed(1)} characters a second is not speech: audio is missing or too much`, {
      expected,
      seen,
    });
  }
  return null;
}
