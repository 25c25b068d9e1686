import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { CHARS_PER_SECOND } from '../../kind-fixtures/platforms/cartesia/server/audio/speech.ts';
import {
  CHUNK_SECONDS,
  type PerformanceModel,
} from '../../kind-fixtures/platforms/cartesia/server/model/performance-model.ts';
import type { Random } from '../../kind-fixtures/platforms/cartesia/server/model/random.ts';
import type { Tally } from '../../load/records.ts';
import { sampleTally } from '../../load/testing/records.ts';
import type { Luck } from './weather.ts';

export interface AskedLevel {
  readonly streams: number;
  /** Streams that share one GPU. */
  readonly perGpu: number;
  readonly texts: readonly string[];
  readonly warmupSeconds: number;
  readonly measureSeconds: number;
}

/** A closed loop on the stand-in's performance model: each request as the stand-in would have served it, as a tally. */
export function simulateLevel(model: PerformanceModel, asked: AskedLevel, luck: Luck, random: Random): Tally {
  const { streams, perGpu, texts, warmupSeconds, measureSeconds } = asked;
  const ttfa: number[] = [];
  const rtf: number[] = [];
  const sums = { requests: 0, characters: 0, audioSeconds: 0 };
  const whole = { characters: 0, audioSeconds: 0 };
  for (let stream = 0; stream < streams; stream++) {
    let next = Math.floor(random.next() * texts.length);
    for (let at = -warmupSeconds; at < measureSeconds; next++) {
      const characters = texts[next % texts.length]!.length;
      const audio = characters / CHARS_PER_SECOND;
      const draw = model.draw(perGpu, random);
      const first = (draw.ttfaMs * luck.ttfa) / 1000;
      const rest = (model.msPerAudioSecond(perGpu, characters) * draw.pace * luck.pace) / 1000;
      const seconds = first + rest * Math.max(0, audio - CHUNK_SECONDS);
      const inside = Math.min(at + seconds, measureSeconds) - Math.max(at, 0);
      const share = Math.max(0, inside) / seconds;
      sums.requests += share;
      sums.characters += share * characters;
      sums.audioSeconds += share * audio;
      if (at >= 0) {
        ttfa.push(first * 1e6);
        rtf.push((seconds / audio) * 1e6);
        whole.characters += characters;
        whole.audioSeconds += audio;
      }
      at += seconds;
    }
  }
  const sample = sampleTally(ttfa.length);
  return {
    ...sample,
    counts: { ...sample.counts, ...whole },
    shares: { ...sample.shares, ...sums, good: sums.requests },
    histograms: {
      ttfa: encode(ttfa),
      rtf: encode(rtf),
      // Speech is made several times faster than it is heard: no player starves.
      underrun_200: encode(ttfa.map(() => 0)),
    },
    audit: { ...sample.audit, wallSeconds: measureSeconds, cpuSeconds: 0.2 * measureSeconds },
  };
}

/** Whole microseconds or millionths in the engine's buckets. */
function encode(values: readonly number[]): string {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
    useWebAssembly: false,
  });
  for (const value of values) histogram.recordValue(Math.round(value));
  return encodeIntoCompressedBase64(histogram);
}
