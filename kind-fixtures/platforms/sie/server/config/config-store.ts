import { bundlesHash, findModel, type Model } from '../models/catalogue.ts';

/** All that the config service owns. Kept in memory: the epoch starts anew with the pod, as without a config store. */
export class ConfigStore {
  readonly #filesystem: readonly Model[];
  readonly #added: Model[] = [];
  #epoch = 0;

  constructor(filesystem: readonly Model[]) {
    this.#filesystem = filesystem;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get models(): readonly Model[] {
    return [...this.#filesystem, ...this.#added];
  }

  get addedCount(): number {
    return this.#added.length;
  }

  get hash(): string {
    return bundlesHash(this.models);
  }

  /** False where there is one of that name. */
  add(model: Model): boolean {
    if (findModel(this.models, model.name)) return false;
    this.#added.push(model);
    this.#epoch += 1;
    return true;
  }
}
