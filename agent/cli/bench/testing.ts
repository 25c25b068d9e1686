import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { percentileScalars } from '../../../load/level-percentiles.ts';
import type { LevelResult, LoadResult } from '../../../load/result.ts';
import type { BenchRequest } from './request.ts';

/** A histogram as the engine writes it, of values in milliseconds (or plain ratios with `scale`). */
export function histogramOf(values: readonly number[], scale = 1000): string {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
    useWebAssembly: false,
  });
  for (const value of values) histogram.recordValue(Math.round(value * scale));
  return encodeIntoCompressedBase64(histogram);
}

/** A measured level of so many requests, 50 ms to the first audio each. */
export function levelOf(requests: number, over: Partial<LevelResult> = {}): LevelResult {
  const every = (ms: number) => histogramOf(Array.from({ length: requests }, () => ms));
  const histograms = {
    ttfa: every(50),
    user_ttfa: every(51),
    own_delay: every(1),
    gap: every(20),
    e2e: every(90),
  };
  const { scalars, unwarranted } = percentileScalars(histograms, requests);
  return {
    streams: 4,
    status: 'complete',
    windowSeconds: 10,
    scalars: [
      ...scalars,
      { definition: 'requests_per_second', value: requests / 10, unit: '1/s', samples: requests },
    ],
    unwarranted,
    histograms,
    counts: { started: requests, complete: requests, failed: 0 },
    errors: {},
    statuses: {},
    errorSamples: [],
    audit: {
      ownDelayP99Ms: 1,
      cpuCores: 0.4,
      cpuLimitCores: 2,
      residentBytes: 60e6,
      clock: 'kernel',
    },
    validity: { valid: true },
    ...over,
  } as unknown as LevelResult;
}

export const loadResultOf = (levels: LevelResult[], over: Partial<LoadResult> = {}): LoadResult => ({
  version: 1,
  id: 'bench-1',
  status: 'complete',
  target: { url: 'http://127.0.0.1:9/', protocol: 'cartesia-bytes' },
  workload: 'default',
  requests: 99,
  engine: { name: 'k6', version: 'v2.2.0' },
  startedAt: '2026-11-21T12:00:00Z',
  finishedAt: '2026-11-21T12:00:20Z',
  levels,
  ...over,
});

/** A request in which nothing was said but the address. */
export const requestOf = (over: Partial<BenchRequest> = {}): BenchRequest & { readonly url: string } =>
  ({
    url: 'http://127.0.0.1:9',
    protocol: 'cartesia-bytes',
    workload: undefined,
    gpus: 1,
    concurrency: undefined,
    rate: undefined,
    arrivals: undefined,
    trace: undefined,
    rampTo: undefined,
    duration: undefined,
    warmup: undefined,
    timeout: undefined,
    text: undefined,
    texts: undefined,
    characters: undefined,
    clip: undefined,
    batch: undefined,
    pace: undefined,
    params: {},
    headers: {},
    apiKeyEnv: undefined,
    insecure: false,
    slos: [],
    seed: undefined,
    maxRequests: undefined,
    records: undefined,
    search: undefined,
    versus: undefined,
    emit: undefined,
    output: 'json',
    out: undefined,
    ...over,
  }) as BenchRequest & { readonly url: string };
