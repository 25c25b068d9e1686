import type { ConfigView } from '../config/config-view.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { findModel, type Model } from '../models/catalogue.ts';
import type { Workers, WorkerView } from './workers.ts';

/** What this gateway believes: workers and models, with the faults that were ordered. */
export class GatewayView {
  readonly #config: ConfigView;
  readonly #workers: Workers;
  readonly #faults: FaultBoard;
  readonly configuredGpus: readonly string[];

  constructor(config: ConfigView, workers: Workers, faults: FaultBoard, configuredGpus: readonly string[]) {
    this.#config = config;
    this.#workers = workers;
    this.#faults = faults;
    this.configuredGpus = configuredGpus;
  }

  get bootstrapped(): boolean {
    return this.#config.bootstrapped;
  }

  get epoch(): number {
    return this.#config.epoch;
  }

  get workers(): readonly WorkerView[] {
    return this.#faults.find('zero-workers') ? [] : this.#workers.list();
  }

  get healthy(): readonly WorkerView[] {
    return this.workers.filter(({ healthy }) => healthy);
  }

  get models(): readonly Model[] {
    if (this.#faults.find('models-empty')) return [];
    const lost = this.#faults.find('model-lost');
    return this.#config.models.filter(({ name }) => name !== lost?.model);
  }

  /** As the configuration has them: what bundles are made of. */
  get allModels(): readonly Model[] {
    return this.#config.models;
  }

  find(name: string): Model | undefined {
    return findModel(this.models, name);
  }

  /** Healthy workers whose bundle has the model. */
  serving({ bundles }: Model): WorkerView[] {
    return this.healthy.filter(({ bundle }) => bundles.includes(bundle));
  }
}
