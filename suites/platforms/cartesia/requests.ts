import type { Settings } from '../../settings.ts';

/** The vendor's smoke request (Smoke Tests and Benchmarking), in an encoding whose audio we can listen to. */
export const smokeRequest = {
  model_id: 'sonic-2',
  transcript: 'The ship is ready to sail. All hands report on deck.',
  voice: { mode: 'id', id: 'bf0a246a-8642-498a-9950-80c35e9276b5' },
  language: 'en',
} as const;

/** The vendor's request with a model that is deployed here, where the user names one: `sonic-3`, `rosy-dragon`. */
export const smokeRequestFor = ({ models }: Settings) => ({
  ...smokeRequest,
  model_id: models?.find((model) => !/^ink/.test(model)) ?? smokeRequest.model_id,
});

/** The model that transcribes: the public one, or the first `ink` model that the user names. */
export const transcribingModel = ({ models }: Settings): string =>
  models?.find((model) => /^ink/.test(model)) ?? 'ink-whisper';

export const sampleRate = 16_000;
/** Raw 16-bit little-endian PCM, mono. */
export const rawPcm = { container: 'raw', encoding: 'pcm_s16le', sample_rate: sampleRate } as const;
