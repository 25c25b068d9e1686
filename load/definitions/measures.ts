import { higher, lower, type Measure, own, tts } from './definition.ts';

const headers = "the service's response headers, where its protocol names them";
const ms = { unit: 'ms', ...lower } as const;

const underrun = (buffer: 0 | 50 | 100 | 200) =>
  ({
    id: `underrun_${buffer}`,
    title: `audio underrun at a ${buffer} ms jitter buffer`,
    formula: `worst starvation of a player that starts ${buffer} ms after the first audio; 0 when it never starves`,
    source: 'vllm-omni #3618',
    ...ms,
  }) as const;

/** The measures that the engine records of complete requests; the keys are the names of its histograms. */
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
  ttft: {
    id: 'ttft',
    title: 'time to first text (service)',
    formula:
      'request written → socket read that brought the first text that is not empty, reasoning included; a message with nothing but a role is none',
    source: 'inference-perf (first non-empty token), AIPerf (first content chunk)',
    ...ms,
  },
  user_ttft: {
    id: 'user_ttft',
    title: 'time to first text (user)',
    formula:
      'intended start → first text handled (ttft + own_delay + connecting, where a connection was opened)',
    source: own,
    ...ms,
  },
  gap: {
    id: 'gap',
    title: 'inter-chunk gap',
    formula: 'time between two successive socket reads that brought content of one request',
    source: 'AIPerf ICL, with one event per read (AIPerf #340)',
    clustered: true,
    ...ms,
  },
  tpot: {
    id: 'tpot',
    title: 'time per output token',
    formula:
      '(e2e − ttft) / (output tokens − 1), tokens as the service counts them; requests with two or more',
    source: 'vLLM bench serve, inference-perf',
    ...ms,
  },
  ntpot: {
    id: 'ntpot',
    title: 'normalised time per output token',
    formula: 'e2e / output tokens, tokens as the service counts them',
    source: 'inference-perf',
    ...ms,
  },
  tpot_events: {
    id: 'tpot_events',
    title: 'time per event with text',
    formula:
      '(e2e − ttft) / (events with text − 1), where the service tells no tokens; an event may hold several, so it is no tpot',
    source: own,
    ...ms,
  },
  ntpot_events: {
    id: 'ntpot_events',
    title: 'normalised time per event with text',
    formula: 'e2e / events with text, where the service tells no tokens; it is no ntpot',
    source: own,
    ...ms,
  },
  e2e: {
    id: 'e2e',
    title: 'whole request (service)',
    formula: 'request written → socket read that completed the response',
    source: own,
    ...ms,
  },
  user_e2e: {
    id: 'user_e2e',
    title: 'whole request (user)',
    formula: 'intended start → all of the response handled',
    source: own,
    ...ms,
  },
  own_delay: {
    id: 'own_delay',
    title: 'delay of the load generator',
    formula: '(intended start → request written, less connecting) + (first content read → handled)',
    source: own,
    ...ms,
  },
  start_delay: {
    id: 'start_delay',
    title: 'late start',
    formula: 'intended start → request written, less connecting',
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
  queue: {
    id: 'queue',
    title: 'waiting in the queue of the service',
    formula: 'as the service tells it; requests for which it does',
    source: headers,
    ...ms,
  },
  gpu: {
    id: 'gpu',
    title: 'inference on the GPU',
    formula: 'as the service tells it; requests for which it does',
    source: headers,
    ...ms,
  },
  rtf: {
    id: 'rtf',
    title: 'real-time factor',
    formula: 'e2e / seconds of audio received; uncompressed audio only',
    unit: 'ratio',
    source: tts,
    ...lower,
  },
  underrun_0: underrun(0),
  underrun_50: underrun(50),
  underrun_100: underrun(100),
  underrun_200: underrun(200),
  rtfx: {
    id: 'rtfx',
    title: 'transcription speed',
    formula: 'seconds of audio sent / e2e; about 1 at most where the clip goes at the pace of speech',
    unit: 'ratio',
    source: 'Open ASR leaderboard',
    ...higher,
  },
  final_delay: {
    id: 'final_delay',
    title: 'time to the last words',
    formula: 'last message of the clip written → socket read that brought the last words; sockets only',
    source: own,
    ...ms,
  },
} as const satisfies Record<string, Measure>;
export type MeasureId = keyof typeof measures;
