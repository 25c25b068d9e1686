/** What a measured number means. A value without its definition cannot be compared with another tool's. */
export type Definition = {
  /** Stable id, as used in results, baselines and metric labels, such as `ttfa_p95`. */
  readonly id: string;
  readonly title: string;
  /** How it is computed, in words that leave no choice. */
  readonly formula: string;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  /** Where the definition comes from. */
  readonly source: string;
};

export type Unit = 'ms' | 'ratio' | '1/s' | 'chars/s' | 'audio s/s';

/** A measure with one sample per request or per read, kept as a histogram of whole microseconds or millionths. */
export type Measure = Definition;

const tts = 'vendor docs (TTFA, RTF, chars/s)';
const own = 'seatrial';
const lower = { better: 'lower' } as const;
const ms = { unit: 'ms', ...lower } as const;

const underrun = (buffer: 0 | 50 | 100 | 200) =>
  ({
    id: `underrun_${buffer}`,
    title: `audio underrun at a ${buffer} ms jitter buffer`,
    formula: `worst starvation of a player that starts ${buffer} ms after the first audio; 0 when it never starves`,
    source: 'vllm-omni #3618',
    ...ms,
  }) as const;

/** The measures that the engine records; the keys are the names of its histograms. */
export const measures = {
  ttfa: {
    id: 'ttfa',
    title: 'time to first audio (service)',
    formula: 'request written → socket read that brought the first audio byte; connecting is not included',
    source: tts,
    ...ms,
  },
  user_ttfa: {
    id: 'user_ttfa',
    title: 'time to first audio (user)',
    formula:
      'intended start → first audio handled (ttfa + own_delay + connecting, where a connection was opened)',
    source: own,
    ...ms,
  },
  own_delay: {
    id: 'own_delay',
    title: 'delay of the load generator',
    formula: '(intended start → request written, less connecting) + (first audio read → handled)',
    source: own,
    ...ms,
  },
  connect: {
    id: 'connect',
    title: 'opening a connection',
    formula: 'dial start → connection usable (TCP, TLS, WebSocket upgrade); requests that opened one only',
    source: own,
    ...ms,
  },
  gap: {
    id: 'gap',
    title: 'inter-chunk gap',
    formula: 'time between two successive socket reads that brought audio of one request',
    source: 'AIPerf ICL, with one event per read (AIPerf #340)',
    ...ms,
  },
  e2e: {
    id: 'e2e',
    title: 'whole request (service)',
    formula: 'request written → socket read that completed the response',
    source: own,
    ...ms,
  },
  rtf: {
    id: 'rtf',
    title: 'real-time factor',
    formula: 'e2e / seconds of audio received',
    unit: 'ratio',
    source: tts,
    ...lower,
  },
  underrun_0: underrun(0),
  underrun_50: underrun(50),
  underrun_100: underrun(100),
  underrun_200: underrun(200),
} as const satisfies Record<string, Measure>;
export type MeasureId = keyof typeof measures;

/** Numbers of a whole level. A request counts by the share of its time that lies in the measured window. */
export const rates = {
  requests_per_second: {
    id: 'requests_per_second',
    title: 'requests',
    formula: 'sum over complete requests of (time inside the window / duration) / window',
    unit: '1/s',
    better: 'higher',
    source: own,
  },
  chars_per_second: {
    id: 'chars_per_second',
    title: 'characters',
    formula:
      'sum over complete requests of characters × (time inside the window / duration) / window, all streams',
    unit: 'chars/s',
    better: 'higher',
    source: tts,
  },
  audio_seconds_per_second: {
    id: 'audio_seconds_per_second',
    title: 'audio',
    formula:
      'sum over complete requests of audio s × (time inside the window / duration) / window, all streams',
    unit: 'audio s/s',
    better: 'higher',
    source: own,
  },
  error_rate: {
    id: 'error_rate',
    title: 'requests that failed',
    formula: 'requests started in the window that did not end `complete` / requests started in the window',
    unit: 'ratio',
    better: 'lower',
    source: own,
  },
} as const satisfies Record<string, Definition>;
export type RateId = keyof typeof rates;

/** The percentiles that a result may hold, if enough samples warrant them. */
export const quantiles = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;
export type QuantileName = keyof typeof quantiles;

export type DefinitionId = `${MeasureId}_${QuantileName}` | `${MeasureId}_max` | RateId;

const percentileRows = Object.values(measures).flatMap((measure) => [
  ...Object.keys(quantiles).map((name) => ({
    ...measure,
    id: `${measure.id}_${name}`,
    title: `${measure.title}, ${name}`,
    formula: `${name} (nearest rank) over requests started in the window of: ${measure.formula}`,
  })),
  {
    ...measure,
    id: `${measure.id}_max`,
    title: `${measure.title}, worst`,
    formula: `largest of: ${measure.formula}`,
  },
]);

/** Every definition that can stand in a result, by id. */
export const definitions: ReadonlyMap<string, Definition> = new Map(
  [...percentileRows, ...Object.values(rates)].map((row) => [row.id, row]),
);
