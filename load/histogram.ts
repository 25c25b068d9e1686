import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js';

/** Decodes an HDR histogram of a result: whole microseconds, or millionths. */
export function decodeHistogram(encoded: string): Histogram {
  return decodeFromCompressedBase64(encoded, 32, false);
}

/** Adds histograms up, exactly, to the same bytes whatever their order; they all have the engine's buckets. */
export function mergeHistograms(encoded: readonly string[]): string {
  const sum = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
    useWebAssembly: false,
  });
  for (const one of encoded) sum.add(decodeHistogram(one));
  return encodeIntoCompressedBase64(sum);
}

/** The q-quantile (nearest rank), 0 < q ≤ 1, to three digits. */
export function quantile(histogram: Histogram, q: number): number {
  return histogram.getValueAtPercentile(q * 100);
}
