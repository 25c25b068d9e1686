import { isDeepStrictEqual } from 'node:util';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { KubeClient } from '../kube/client.ts';
import {
  type Deployment,
  group,
  type List,
  type PoolStatus,
  paths,
  type WordcabDeployment,
  type WordcabPool,
} from '../kube/resources.ts';
import {
  configAnnotation,
  digest,
  type ManifestSite,
  serviceOf,
  templateAnnotation,
  templateOf,
  workloadOf,
} from './manifests.ts';
import { type Act, isStale, nextActs } from './plan.ts';
import { deploymentStatus, poolStatus } from './status.ts';

export interface OperatorOptions {
  readonly kube: KubeClient;
  readonly namespace: string;
  readonly site: Omit<ManifestSite, 'again'>;
  readonly faults: FaultBoard;
  /** Told of each deployment at each turn. */
  onReady(deployment: string, ready: boolean): void;
  log(entry: object): void;
}

/** Reconciles the release's pools, level by level: each turn looks at everything and does what is next. */
export class Operator {
  readonly #options: OperatorOptions;

  constructor(options: OperatorOptions) {
    this.#options = options;
  }

  /** One turn. Throws `KubeError` where the API server does not let it. */
  async turn(): Promise<void> {
    const { kube, namespace, faults, site } = this.#options;
    const ours = `?labelSelector=${encodeURIComponent(`app.kubernetes.io/instance=${site.release}`)}`;
    const [pools, deployments, workloads] = await Promise.all([
      kube.get<List<WordcabPool>>(paths.pools(namespace) + ours),
      kube.get<List<WordcabDeployment>>(paths.deployments(namespace) + ours),
      kube.get<List<Deployment>>(paths.workloads(namespace) + ours),
    ]);
    const byName = new Map((workloads?.items ?? []).map((one) => [one.metadata.name, one]));
    const own = pools?.items ?? [];
    const poolWorkloads = new Map(own.flatMap(({ metadata: { name } }) => entry(name, byName.get(name))));
    const options = {
      allAtOnce: faults.find('all-pools-at-once') !== undefined,
      restartOnConfig: this.#restartsOnConfig,
    };
    const acts = nextActs(own, poolWorkloads, this.#manifestSite(), options);
    const rolled = new Set<string>();
    for (const act of acts) {
      await this.#do(act);
      if (act.act === 'roll') rolled.add(act.pool.metadata.name);
    }
    const statuses: PoolStatus[] = [];
    for (const pool of own) statuses.push(await this.#tell(pool, poolWorkloads, rolled));
    for (const deployment of deployments?.items ?? []) await this.#tellDeployment(deployment, statuses);
  }

  get #restartsOnConfig(): boolean {
    return this.#options.faults.find('restart-on-config') !== undefined;
  }

  #manifestSite(): ManifestSite {
    const { site, faults } = this.#options;
    return { ...site, again: faults.find('all-pools-at-once') !== undefined };
  }

  async #do(act: Act): Promise<void> {
    const { kube, namespace, site, log } = this.#options;
    const { name } = act.pool.metadata;
    log({ event: act.act, pool: name, image: act.pool.spec.image });
    if (act.act === 'adjust') return kube.patch(paths.workloads(namespace, name), { spec: act.spec });
    if (act.act === 'create') {
      const manifests = this.#manifestSite();
      await kube.create(paths.services(namespace), serviceOf(act.pool, site.release)).catch(unlessThere);
      await kube.create(paths.workloads(namespace), workloadOf(act.pool, act.template, manifests));
      return;
    }
    const config = this.#restartsOnConfig ? digest(act.pool.spec.config) : null;
    const annotations = { [templateAnnotation]: digest(act.template), [configAnnotation]: config };
    // A merge patch keeps what it does not name: what a fault left is taken away by a null.
    const own = act.template as { metadata: { annotations?: object } };
    const marks = { [`${group}/again`]: null, ...own.metadata.annotations, [configAnnotation]: config };
    const template = { ...own, metadata: { ...own.metadata, annotations: marks } };
    await kube.patch(paths.workloads(namespace, name), { metadata: { annotations }, spec: { template } });
  }

  async #tell(
    pool: WordcabPool,
    workloads: ReadonlyMap<string, Deployment>,
    rolled: ReadonlySet<string>,
  ): Promise<PoolStatus> {
    const { kube, namespace } = this.#options;
    const { name } = pool.metadata;
    const now = new Date().toISOString();
    const workload = workloads.get(name);
    const wanted = templateOf(pool, this.#manifestSite());
    const isDue = workload !== undefined && isStale(pool, workload, wanted, this.#restartsOnConfig);
    const turn = rolled.has(name) ? 'now' : isDue ? 'due' : 'done';
    const found = poolStatus(pool, workload, turn, now);
    const status = rolled.has(name) ? { ...found, rollout: { startedAt: now, finishedAt: null } } : found;
    if (!isSame(status, pool.status)) await kube.patch(`${paths.pools(namespace, name)}/status`, { status });
    return status;
  }

  async #tellDeployment(deployment: WordcabDeployment, pools: readonly PoolStatus[]): Promise<void> {
    const { kube, namespace, faults, onReady } = this.#options;
    const { name } = deployment.metadata;
    const status = deploymentStatus(deployment, pools, new Date().toISOString());
    onReady(name, status.ready && !faults.find('not-ready'));
    if (!isSame(status, deployment.status))
      await kube.patch(`${paths.deployments(namespace, name)}/status`, { status });
  }
}

/** A merge patch takes away what is null. */
const stored = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? {}), (_, item: unknown) => (item === null ? undefined : item));
const isSame = (a: unknown, b: unknown): boolean => isDeepStrictEqual(stored(a), stored(b));

const entry = <T>(name: string, value: T | undefined): [string, T][] =>
  value === undefined ? [] : [[name, value]];

function unlessThere(error: unknown): void {
  if ((error as { status?: number }).status !== 409) throw error;
}
