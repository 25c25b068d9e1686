import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** The documented series of a model pool; only those of its type are there. */
export class PoolMetrics {
  readonly registry = new Registry();
  readonly sttStreams: Gauge<'pool' | 'language'>;
  readonly sttTtft: Histogram<'pool' | 'model'>;
  readonly llmTtft: Histogram<'pool' | 'model'>;
  readonly llmTokens: Counter<'pool' | 'model' | 'direction'>;
  readonly ttsFirstAudio: Histogram<'pool' | 'voice'>;
  readonly gpu: Gauge<'pool' | 'gpu'>;

  constructor(type: string) {
    collectDefaultMetrics({ register: this.registry });
    const of = (wanted: string) => (type === wanted ? [this.registry] : []);
    this.sttStreams = new Gauge({
      name: 'wordcab_stt_streams_active',
      help: 'Streams that are transcribed now.',
      labelNames: ['pool', 'language'],
      registers: of('stt'),
    });
    this.sttTtft = new Histogram({
      name: 'wordcab_stt_ttft_seconds',
      help: 'From the first audio to the first text.',
      labelNames: ['pool', 'model'],
      buckets,
      registers: of('stt'),
    });
    this.llmTtft = new Histogram({
      name: 'wordcab_llm_ttft_seconds',
      help: 'From the request to the first token.',
      labelNames: ['pool', 'model'],
      buckets,
      registers: of('llm'),
    });
    this.llmTokens = new Counter({
      name: 'wordcab_llm_tokens_total',
      help: 'Tokens in and out.',
      labelNames: ['pool', 'model', 'direction'],
      registers: of('llm'),
    });
    this.ttsFirstAudio = new Histogram({
      name: 'wordcab_tts_first_audio_seconds',
      help: 'From the request to the first audio.',
      labelNames: ['pool', 'voice'],
      buckets,
      registers: of('tts'),
    });
    this.gpu = new Gauge({
      name: 'wordcab_gpu_utilization',
      help: 'Share of the GPU in use: of the stand-in always 0, for it uses none.',
      labelNames: ['pool', 'gpu'],
      registers: [this.registry],
    });
  }
}
