import { deflateSync, inflateSync } from 'node:zlib';
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
  return normalised(encodeIntoCompressedBase64(sum));
}

/**
 * Writes the header as the engine and the format's first implementation do (index offset 0, conversion ratio 1), which
 * the library does not: what is inflated is then the same, byte by byte, whoever made the sum.
 */
function normalised(encoded: string): string {
  const written = Buffer.from(encoded, 'base64');
  const inflated = inflateSync(written.subarray(8));
  inflated.writeInt32BE(0, 8);
  inflated.writeDoubleBE(1, 32);
  const deflated = deflateSync(inflated, { level: 9 });
  written.writeInt32BE(deflated.length, 4);
  return Buffer.concat([written.subarray(0, 8), deflated]).toString('base64');
}

/** The q-quantile (nearest rank), 0 < q ≤ 1, to three digits. */
export function quantile(histogram: Histogram, q: number): number {
  return histogram.getValueAtPercentile(q * 100);
}
