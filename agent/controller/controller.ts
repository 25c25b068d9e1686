import { group, trialLabel, version } from '../resources/group.ts';
import type { Metadata } from '../resources/meta.ts';
import { apiMetadata } from './api-metadata.ts';
import type { AgentHost } from './host.ts';
import { TrialWorker } from './trial-worker.ts';
import { type Change, follow } from './watch.ts';

interface Working {
  readonly worker: TrialWorker;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** Finds the Trials of the watched namespaces, and has a worker for each. Stops with its signal. */
export class Controller {
  readonly #host: AgentHost;
  readonly #namespaces: readonly string[];
  readonly #working = new Map<string, Working>();
  /** Generation by UID: a change of status alone wakes nobody. */
  readonly #generations = new Map<string, number>();
  #synced = new Set<string>();

  constructor(host: AgentHost, namespaces: readonly string[]) {
    this.#host = host;
    this.#namespaces = namespaces;
  }

  /** True once the Trials of every namespace were listed. */
  get ready(): boolean {
    return this.#synced.size === this.#namespaces.length;
  }

  /** Works until the signal aborts, and until every worker has stopped. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#namespaces.map((namespace) => this.#watch(namespace, signal)));
    await Promise.all([...this.#working.values()].map(({ done }) => done));
  }

  async #watch(namespace: string, signal: AbortSignal): Promise<void> {
    const { config, clock, log } = this.#host;
    const ours = `/apis/${group}/${version}/namespaces/${namespace}`;
    const apps = `/apis/apps/v1/namespaces/${namespace}`;
    const followed = (path: string, onChange: (change: Change) => void) =>
      follow(apiMetadata(config, path), onChange, {
        clock,
        signal,
        onTrouble: (error) => log.warn({ path, err: error }, 'watching failed, and is tried again'),
      });
    await Promise.all([
      followed(`${ours}/trials`, (change) => this.#trials(namespace, change, signal)),
      followed(`${ours}/trialruns`, (change) => this.#runs(change)),
      ...['deployments', 'statefulsets', 'daemonsets'].map((kind) =>
        followed(`${apps}/${kind}`, (change) => this.#workloads(namespace, change)),
      ),
    ]);
  }

  #trials(namespace: string, change: Change, signal: AbortSignal): void {
    if (change.type === 'deleted') {
      this.#stop(key(change.metadata));
      return;
    }
    const items = change.type === 'present' ? change.items : [change.metadata];
    for (const item of items) this.#start(item, signal);
    if (change.type !== 'present') return;
    const there = new Set(items.map(key));
    for (const name of this.#working.keys()) {
      if (name.startsWith(`${namespace}/`) && !there.has(name)) this.#stop(name);
    }
    this.#synced = new Set([...this.#synced, namespace]);
  }

  #start(metadata: Metadata, signal: AbortSignal): void {
    const name = key(metadata);
    const working = this.#working.get(name);
    if (working) {
      if (this.#isNews(metadata)) working.worker.wake();
      return;
    }
    this.#isNews(metadata);
    const stop = new AbortController();
    const worker = new TrialWorker(this.#host, metadata.namespace, metadata.name);
    const done = worker.work(AbortSignal.any([signal, stop.signal]));
    this.#working.set(name, { worker, stop, done });
    this.#host.log.info({ trial: name }, 'Trial found');
  }

  #stop(name: string): void {
    const working = this.#working.get(name);
    if (!working) return;
    this.#working.delete(name);
    working.stop.abort(new Error(`Trial ${name} was deleted`));
    void working.done.then(() => this.#host.metrics.forget(name));
    this.#host.log.info({ trial: name }, 'Trial gone');
  }

  #runs(change: Change): void {
    if (change.type !== 'deleted') return;
    const { namespace, labels } = change.metadata;
    this.#working.get(`${namespace}/${labels?.[trialLabel]}`)?.worker.forgetRuns();
  }

  #workloads(namespace: string, change: Change): void {
    const items = change.type === 'present' ? change.items : [change.metadata];
    const gone = change.type === 'deleted';
    if (gone) this.#generations.delete(change.metadata.uid ?? '');
    if (!gone && items.filter((item) => this.#isNews(item)).length === 0) return;
    for (const [name, { worker }] of this.#working) {
      if (name.startsWith(`${namespace}/`)) worker.wake();
    }
  }

  #isNews({ uid = '', generation = 0 }: Metadata): boolean {
    if (this.#generations.get(uid) === generation) return false;
    this.#generations.set(uid, generation);
    return true;
  }
}

const key = ({ namespace, name }: Metadata): string => `${namespace}/${name}`;
