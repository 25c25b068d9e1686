/** Mono audio: 32-bit float samples in -1..1 at `rate` Hz. */
export interface Clip {
  readonly rate: number;
  readonly samples: Float32Array;
}

/**
 * The same clip at another rate, by linear interpolation; when the rate falls, each sample is the mean of
 * the input it covers, which keeps the worst aliases out. Good enough for speech of 16 kHz.
 */
export function resample(clip: Clip, rate: number): Clip {
  if (clip.rate === rate) return clip;
  const step = clip.rate / rate;
  const length = Math.round(clip.samples.length / step);
  const samples = new Float32Array(length);
  for (let index = 0; index < length; index += 1) {
    samples[index] = step > 1 ? mean(clip.samples, index * step, step) : between(clip.samples, index * step);
  }
  return { rate, samples };
}

function between(samples: Float32Array, position: number): number {
  const left = Math.floor(position);
  const low = samples[left] ?? 0;
  const high = samples[left + 1] ?? low;
  return low + (high - low) * (position - left);
}

function mean(samples: Float32Array, from: number, span: number): number {
  const first = Math.floor(from);
  const last = Math.max(first + 1, Math.min(samples.length, Math.floor(from + span)));
  let sum = 0;
  for (let index = first; index < last; index += 1) sum += samples[index] ?? 0;
  return sum / (last - first);
}
