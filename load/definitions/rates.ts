import { type Outcome, outcomes } from '../outcomes.ts';
import { type Definition, higher, lower, own, tts } from './definition.ts';

const inWindow = (what: string) =>
  `sum over complete requests of ${what} × (time inside the window / duration) / window, all streams`;

/** Throughput of a level. A request counts by the share of its time that lies in the measured window. */
export const throughputs = {
  requests_per_second: {
    id: 'requests_per_second',
    title: 'requests',
    formula: 'sum over complete requests of (time inside the window / duration) / window',
    unit: '1/s',
    source: own,
    ...higher,
  },
  goodput: {
    id: 'goodput',
    title: 'good requests',
    formula:
      'requests_per_second of those that kept every SLO of the plan; without SLOs every complete request is good',
    unit: '1/s',
    source: 'DistServe, AIPerf',
    ...higher,
  },
  chars_per_second: {
    id: 'chars_per_second',
    title: 'characters',
    formula: inWindow('characters sent'),
    unit: 'chars/s',
    source: tts,
    ...higher,
  },
  audio_seconds_per_second: {
    id: 'audio_seconds_per_second',
    title: 'audio made',
    formula: inWindow('seconds of audio received'),
    unit: 'audio s/s',
    source: own,
    ...higher,
  },
  input_audio_seconds_per_second: {
    id: 'input_audio_seconds_per_second',
    title: 'audio listened to',
    formula: inWindow('seconds of audio sent'),
    unit: 'audio s/s',
    source: own,
    ...higher,
  },
  output_tokens_per_second: {
    id: 'output_tokens_per_second',
    title: 'output tokens',
    formula: `${inWindow('output tokens, as the service counts them')}; only where it told them of each`,
    unit: 'tokens/s',
    source: 'vLLM bench serve',
    ...higher,
  },
  text_events_per_second: {
    id: 'text_events_per_second',
    title: 'events with text',
    formula: `${inWindow('events with text')}; where the service does not tell the tokens of each: no tokens/s`,
    unit: 'events/s',
    source: own,
    ...higher,
  },
  prompt_tokens_per_second: {
    id: 'prompt_tokens_per_second',
    title: 'prompt tokens',
    formula: inWindow('prompt tokens, as the service counts them'),
    unit: 'tokens/s',
    source: 'vLLM bench serve',
    ...higher,
  },
  items_per_second: {
    id: 'items_per_second',
    title: 'items',
    formula: inWindow('items (vectors, scores) received'),
    unit: 'items/s',
    source: 'SIE docs (items/s)',
    ...higher,
  },
} as const satisfies Record<string, Definition>;
export type ThroughputId = keyof typeof throughputs;

const errorRate = (outcome: Exclude<Outcome, 'complete' | 'cancelled'>) =>
  [
    `error_rate_${outcome.replaceAll('-', '_')}`,
    {
      id: `error_rate_${outcome.replaceAll('-', '_')}`,
      title: `requests that ended \`${outcome}\``,
      formula: `requests started in the window that ended \`${outcome}\` / requests started in the window`,
      unit: 'ratio',
      source: own,
      ...lower,
    },
  ] as const;

/** Ratios of a level, by the requests that started in its window. */
export const ratios = {
  error_rate: {
    id: 'error_rate',
    title: 'requests that failed',
    formula: 'requests started in the window that did not end `complete` / requests started in the window',
    unit: 'ratio',
    source: own,
    ...lower,
  },
  good_ratio: {
    id: 'good_ratio',
    title: 'requests that were good',
    formula:
      'requests started in the window that ended `complete` and kept every SLO / requests started in the window, failed ones included',
    unit: 'ratio',
    source: 'AIPerf (errors in the denominator)',
    ...higher,
  },
} as const satisfies Record<string, Definition>;

/** One ratio for each way to fail, in a result where it happened. */
export const errorRates: Readonly<Record<string, Definition>> = Object.fromEntries(
  outcomes.filter((outcome) => outcome !== 'complete' && outcome !== 'cancelled').map(errorRate),
);

/** Numbers of a whole level, by id. */
export const rates = { ...throughputs, ...ratios, ...errorRates } as typeof throughputs &
  typeof ratios &
  Readonly<Record<string, Definition>>;
export type RateId = ThroughputId | keyof typeof ratios;
