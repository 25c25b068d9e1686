import type { Criterion, Measured, PlannedBench } from '../../suites/bench/plan.ts';

/** TTFA p50 in milliseconds per level, and the spread of the requests on the log scale. */
const levels: Readonly<Record<number, number>> = { 1: 52, 4: 74, 8: 103 };
const requestSpread = 0.27;
const normalAt: Readonly<Record<number, number>> = {
  0.01: -2.326,
  0.05: -1.645,
  0.1: -1.282,
  0.25: -0.674,
  0.5: 0,
  0.75: 0.674,
  0.9: 1.282,
  0.95: 1.645,
  0.99: 2.326,
  0.995: 2.576,
};

const limits: Readonly<Record<number, number>> = { 1: 90, 4: 125, 8: 175 };

const criterionAt = (streamsPerGpu: number): Criterion[] => [
  {
    id: `${streamsPerGpu}/ttfa_p95`,
    definition: 'ttfa_p95',
    title: `TTFA p95 at ${streamsPerGpu} ${streamsPerGpu === 1 ? 'stream' : 'streams'} per GPU`,
    unit: 'ms',
    streamsPerGpu,
    better: 'lower',
    perGpu: false,
    minEffect: 0.1,
    primary: true,
    expected: { limit: limits[streamsPerGpu]!, source: "vendor's table for H100, April 2026" },
  },
  {
    id: `${streamsPerGpu}/chars_per_second`,
    definition: 'chars_per_second',
    title: `Characters per second at ${streamsPerGpu} per GPU`,
    unit: 'chars/s',
    streamsPerGpu,
    better: 'higher',
    perGpu: false,
    minEffect: 0.1,
    primary: false,
    expected: null,
  },
];

const p95 = (level: number, factor: number): number =>
  levels[level]! * Math.exp(normalAt[0.95]! * requestSpread) * factor;
const chars = (level: number, factor: number): number => (level * 4 * 88) / factor;
const round = (value: number): number => Number(value.toFixed(2));

/** The luck of each run, fixed so that a test's record is always the same. */
const luck = [1.0, 0.991, 1.013, 1.004, 0.987, 1.009, 0.996, 1.011];

const metric = {
  labels: {},
  of: 'value',
  across: 'sum',
  absent: 'zero',
  port: 8080,
  path: '/metrics',
} as const;

/** The stand-in's benchmark: three levels, one primary criterion each, with or without eight accepted runs. */
export function bench(withBaseline: boolean): PlannedBench {
  const criteria = [1, 4, 8].flatMap(criterionAt);
  return {
    workload: 'tts-stream',
    title: 'Text to speech over WebSocket',
    gate: 'blocking',
    load: { levels: [{ streams: 4 }, { streams: 16 }, { streams: 32 }] },
    gpus: 4,
    runs: { min: 1, max: 3 },
    voidRuns: 1,
    criteria,
    guards: {
      metrics: [
        { ...metric, name: 'queue', metric: 'api_queue_size', pods: 'cartesia-api', max: 4 },
        { ...metric, name: 'load', metric: 'inferno_worker_load', pods: 'cartesia-sonic', max: null },
      ],
      probe: {
        name: 'users',
        everyMs: 250,
        maxMs: 500,
        maxTimes: 4,
        marginMs: 150,
        bad: 2,
        last: 3,
        timeoutSeconds: 5,
      },
      mayBeBlind: false,
    },
    baselineKey: 'cartesia/NVIDIA-H100-80GB-HBM3/tts-stream',
    baseline: withBaseline
      ? {
          key: 'cartesia/NVIDIA-H100-80GB-HBM3/tts-stream',
          origin: 'this cluster, accepted runs of sonic-20260503',
          scalars: Object.fromEntries(
            criteria.map((one) => [
              one.id,
              luck.map((factor) =>
                round(one.unit === 'ms' ? p95(one.streamsPerGpu, factor) : chars(one.streamsPerGpu, factor)),
              ),
            ]),
          ),
          controls: { network_rtt_p50_ms: luck.map((factor) => round(0.41 * factor)) },
        }
      : null,
  };
}

/** One run of the benchmark; `slower` is the factor on every latency. */
export function measuredRun(run: number, slower: number, startedAt: Date, voidReason?: string): Measured {
  const factor = slower * luck[run % luck.length]!;
  const finishedAt = new Date(startedAt.getTime() + 36_000);
  return {
    workload: 'tts-stream',
    run,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    status: voidReason ? 'void' : 'valid',
    reason: voidReason ?? '',
    scalars: Object.fromEntries(
      Object.keys(levels).flatMap((key) => {
        const level = Number(key);
        return [
          [`${key}/ttfa_p95`, { value: round(p95(level, factor)), samples: 180 * level }],
          [`${key}/chars_per_second`, { value: round(chars(level, factor)), samples: 180 * level }],
        ];
      }),
    ),
    curves: Object.fromEntries(
      Object.entries(levels).map(([key, median]) => [
        key,
        Object.entries(normalAt)
          .map(([quantile, z]): [number, number] => [
            Number(quantile) * 100,
            round(median * factor * Math.exp(z * requestSpread)),
          ])
          .sort((a, b) => a[0] - b[0]),
      ]),
    ),
    requests: 2340,
    errors: 0,
    generatorIdle: 0.71,
    ownDelayP99Ms: 1.2,
    podAgeSeconds: 64 + 38 * run,
    controls: { network_rtt_p50_ms: round(0.41 * luck[run % luck.length]!), network_resent_share: 0 },
    background: {
      queue: { before: 0, during: 1 },
      load: { before: 3, during: 11 },
      users: { before: 62, during: 118 },
    },
  };
}
