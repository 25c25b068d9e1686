import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigView } from '../config/config-view.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { bundleHash, findModel, type Model } from '../models/catalogue.ts';
import { tokensOf } from '../models/embed.ts';
import type { ItemResult, WorkerStatus, WorkItem } from '../wire/messages.ts';
import { compute } from './compute.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

/** Memory that a stand-in's model is said to take. */
const MODEL_BYTES = 2_300_000_000;
const DEVICE_BYTES = 24_000_000_000;

export interface EngineOptions {
  readonly name: string;
  readonly pool: string;
  readonly profile: string;
  readonly bundle: string;
  readonly gpus: number;
  readonly config: ConfigView;
  readonly faults: FaultBoard;
  readonly metrics: WorkerMetrics;
  readonly loadMs: number;
  readonly itemMs: number;
  readonly wordMs: number;
}

/** Loads models when they are first asked for, and computes. One GPU's worth of nothing: it waits, then it answers. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #loading = new Map<string, Promise<void>>();
  readonly #loaded = new Set<string>();
  #busy = 0;
  ready = false;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Items in work. */
  get busy(): number {
    return this.#busy;
  }

  get loaded(): ReadonlySet<string> {
    return this.#loaded;
  }

  /** Loads these; what cannot be loaded stops nothing. */
  async preload(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const model = findModel(this.#options.config.models, name);
      if (model) await this.#load(model);
    }
  }

  async run(work: WorkItem): Promise<ItemResult> {
    const { config, faults, name } = this.#options;
    const touched: string[] = [];
    const from = Date.now();
    const result = (part: Partial<ItemResult>): ItemResult => ({
      request: work.request,
      index: work.index,
      worker: name,
      queueMs: Math.max(0, from - work.publishedAt),
      tokenizationMs: 0.4,
      inferenceMs: Date.now() - from,
      faults: touched,
      ...part,
    });
    const model = findModel(config.models, work.model);
    if (!model) return result({ error: { message: `Unknown model '${work.model}'` } });
    this.#busy += 1;
    try {
      await this.#load(model);
      const started = performance.now();
      await sleep(this.#time(work, faults.find('slow')?.delayMs, touched));
      const computed = compute(model, work, faults, touched);
      this.#options.metrics.process.observe(
        { model: model.name, operation: work.operation },
        (performance.now() - started) / 1000,
      );
      return result(computed);
    } finally {
      this.#busy -= 1;
    }
  }

  status(): WorkerStatus {
    const { name, pool, profile, bundle, gpus, config, faults } = this.#options;
    const hash = bundleHash(config.models, bundle);
    return {
      version: '0.1.0',
      name,
      ready: this.ready,
      gpu_count: gpus,
      machine_profile: faults.find('wrong-gpu')?.gpu ?? profile,
      pool_name: pool,
      bundle,
      bundle_config_hash: faults.find('bundle-not-acked') ? [...hash].reverse().join('') : hash,
      loaded_models: [...this.#loaded],
      queue_depth: this.#busy,
      memory_used_bytes: this.#loaded.size * MODEL_BYTES,
      memory_total_bytes: gpus * DEVICE_BYTES,
    };
  }

  #time(work: WorkItem, slowMs: number | undefined, touched: string[]): number {
    if (slowMs) touched.push('slow');
    const { itemMs, wordMs } = this.#options;
    return itemMs + wordMs * tokensOf(work.item.text ?? '').length + (slowMs ?? 0);
  }

  #load({ name }: Model): Promise<void> {
    const known = this.#loading.get(name);
    if (known) return known;
    const { loadMs, metrics } = this.#options;
    const loading = sleep(loadMs).then(() => {
      this.#loaded.add(name);
      metrics.loads.inc();
      metrics.modelLoaded.set({ model: name, device: 'cuda:0' }, 1);
      metrics.modelMemory.set({ model: name, device: 'cuda:0' }, MODEL_BYTES);
    });
    this.#loading.set(name, loading);
    return loading;
  }
}
