import type { BaselineStore, CalibrationStore, PodAge } from '../../suites/bench/baseline-store.ts';
import type { Calibration } from '../../suites/bench/calibration.ts';
import type { BaselineSnapshot, Measured } from '../../suites/bench/plan.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import type { Baseline, BaselineSpec } from './baseline.ts';
import { acceptedRuns, withoutRuns, withRuns } from './baseline-runs.ts';
import { snapshotOf } from './baseline-snapshot.ts';
import type { CustomResources } from './custom-resources.ts';
import { apiVersion } from './group.ts';

const writeTries = 5;

/** Accepted numbers in Baseline resources of one namespace, one per key, named by it. Throws `ProbeError`. */
export class ResourceBaselines implements BaselineStore, CalibrationStore {
  readonly #baselines: Pick<CustomResources<Baseline>, 'get' | 'create' | 'replace'>;
  readonly #namespace: string;

  constructor(baselines: Pick<CustomResources<Baseline>, 'get' | 'create' | 'replace'>, namespace: string) {
    this.#baselines = baselines;
    this.#namespace = namespace;
  }

  async load(key: string, pods: PodAge): Promise<BaselineSnapshot | null> {
    const spec = await this.find(key);
    return spec && snapshotOf(spec, pods);
  }

  /** All that is stored for a key. */
  async find(key: string): Promise<BaselineSpec | null> {
    return (await this.#find(key))?.spec ?? null;
  }

  async accept(key: string, runId: string, runs: readonly Measured[]): Promise<void> {
    const accepted = acceptedRuns(runId, runs);
    await this.change(key, (spec) => withRuns(spec, accepted));
  }

  async withdraw(key: string, runId: string): Promise<void> {
    await this.change(key, (spec) => withoutRuns(spec, runId));
  }

  async calibrate(key: string, calibration: Calibration): Promise<void> {
    await this.change(key, (spec) => ({ ...spec, calibration }));
  }

  /**
   * Changes what is stored for a key, an empty baseline where there is none, and answers what is stored then. Asked again
   * where somebody else wrote in between; the very same spec is not written.
   */
  async change(key: string, change: (spec: BaselineSpec) => BaselineSpec): Promise<BaselineSpec> {
    for (let tries = 0; tries < writeTries; tries++) {
      const found = await this.#find(key);
      const before = found?.spec ?? { key, runs: [] };
      const spec = change(before);
      if (spec === before || (await this.#write(found, spec))) return spec;
    }
    throw new ProbeError('server-error', `Baseline ${key} is being written by somebody else all the time`);
  }

  async #write(found: Baseline | null, spec: BaselineSpec): Promise<boolean> {
    if (found) return typeof (await this.#baselines.replace({ ...found, spec })) === 'object';
    const metadata = { name: spec.key, namespace: this.#namespace };
    return (await this.#baselines.create({ apiVersion, kind: 'Baseline', metadata, spec })) === 'created';
  }

  async #find(key: string): Promise<Baseline | null> {
    const found = await this.#baselines.get(this.#namespace, key);
    if (found && 'invalid' in found)
      throw new ProbeError('bad-answer', `Baseline ${key} cannot be read: ${found.invalid}`);
    return found;
  }
}
