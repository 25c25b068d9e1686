import type { BaselineStore } from '../../suites/bench/baseline-store.ts';
import type { BaselineSnapshot, Measured } from '../../suites/bench/plan.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { type AcceptedRun, type Baseline, keptRuns } from './baseline.ts';
import type { CustomResources } from './custom-resources.ts';
import { apiVersion } from './group.ts';

const writeTries = 5;

/**
 * Accepted runs that make a baseline: what `load/judge` asks for. Fewer are not compared with, so that the first
 * releases are judged by range and service level, and can pass and be accepted.
 */
const fewestRuns = 4;

/** Accepted numbers in Baseline resources of one namespace, one per key, named by it. */
export class ResourceBaselines implements BaselineStore {
  readonly #baselines: CustomResources<Baseline>;
  readonly #namespace: string;

  constructor(baselines: CustomResources<Baseline>, namespace: string) {
    this.#baselines = baselines;
    this.#namespace = namespace;
  }

  async load(key: string): Promise<BaselineSnapshot | null> {
    const found = await this.#find(key);
    return found && found.spec.runs.length >= fewestRuns ? snapshotOf(found) : null;
  }

  async accept(key: string, runId: string, runs: readonly Measured[]): Promise<void> {
    const accepted = runs.map(
      (run): AcceptedRun => ({
        at: run.startedAt,
        run: `${runId}/${run.run}`,
        scalars: Object.fromEntries(Object.entries(run.scalars).map(([id, { value }]) => [id, value])),
      }),
    );
    for (let tries = 0; tries < writeTries; tries++) {
      if (await this.#add(key, accepted)) return;
    }
    throw new ProbeError('server-error', `Baseline ${key} is being written by somebody else all the time`);
  }

  async #add(key: string, accepted: readonly AcceptedRun[]): Promise<boolean> {
    const found = await this.#find(key);
    if (!found) {
      const spec = withRuns({ key, runs: [] }, accepted);
      const metadata = { name: key, namespace: this.#namespace };
      return (await this.#baselines.create({ apiVersion, kind: 'Baseline', metadata, spec })) === 'created';
    }
    const spec = withRuns(found.spec, accepted);
    if (spec === found.spec) return true;
    return typeof (await this.#baselines.replace({ ...found, spec })) === 'object';
  }

  async #find(key: string): Promise<Baseline | null> {
    const found = await this.#baselines.get(this.#namespace, key);
    if (found && 'invalid' in found)
      throw new ProbeError('bad-answer', `Baseline ${key} cannot be read: ${found.invalid}`);
    return found;
  }
}

/** The spec with the runs that it has not yet; the very same spec where it has them all. */
function withRuns(spec: Baseline['spec'], accepted: readonly AcceptedRun[]): Baseline['spec'] {
  const added = accepted.filter(({ run }) => !spec.runs.some((one) => one.run === run));
  const anchor = spec.anchor ?? spec.runs[0] ?? added[0];
  if (added.length === 0 || !anchor) return spec;
  return { ...spec, anchor, runs: [...spec.runs, ...added].slice(-keptRuns) };
}

function snapshotOf({ spec: { key, runs, imported } }: Baseline): BaselineSnapshot {
  const scalars: Record<string, number[]> = {};
  for (const run of runs)
    for (const [id, value] of Object.entries(run.scalars)) scalars[id] = [...(scalars[id] ?? []), value];
  const origin = imported
    ? `imported from ${imported.from}, ${imported.when}, and accepted runs since`
    : 'accepted runs of this cluster';
  return { key, origin, scalars };
}
