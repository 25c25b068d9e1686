import { fileURLToPath } from 'node:url';
import { BatchV1Api, CoreV1Api, KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { cartesiaFixture } from '../../kind-fixtures/platforms/cartesia/fixture.ts';
import type { ReleaseTag } from '../../kind-fixtures/platforms/cartesia/releases.ts';
import type { Fault } from '../../kind-fixtures/platforms/cartesia/server/faults/fault.ts';
import { buildPrograms } from '../../kind-fixtures/toolchain/build.ts';
import type { JournalEntry } from '../../suites/engine/journal.ts';
import { systemClock } from '../../suites/host/system-clock.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { Helm } from '../cli/demo/helm.ts';
import { assembleDemoImages, type DemoImages } from '../cli/demo/images.ts';
import { DemoObjects } from '../cli/demo/objects.ts';
import { apiResources, type Resources } from '../resources/api-resources.ts';
import { trial } from '../resources/trial.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { ProcessHelm } from '../rollback/process-helm.ts';
import { processOfPod } from './process-of-pod.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const keySecret = 'cartesia-api-key';
const release = 'cartesia';
const pollMs = 300;

export interface BerthCluster {
  readonly kubeconfig: string;
  loadImage(archive: string): Promise<void>;
}

export interface Upgrade {
  readonly tag: ReleaseTag;
  readonly faults?: readonly Fault[];
  readonly workerTags?: Readonly<Record<string, ReleaseTag>>;
}

/** A stand-in platform and an agent of its own, in two namespaces. The way from the rollout to the verdict is the real one. */
export class Berth implements AsyncDisposable {
  readonly namespace: string;
  readonly agentNamespace: string;
  readonly resources: Resources;
  readonly core: CoreV1Api;
  readonly batch: BatchV1Api;
  readonly #objects: DemoObjects;
  readonly #helm: Helm;
  readonly #history: ProcessHelm;
  readonly #images: DemoImages;

  private constructor(
    name: string,
    config: KubeConfig,
    helm: Helm,
    history: ProcessHelm,
    images: DemoImages,
  ) {
    this.namespace = `e2e-${name}`;
    this.agentNamespace = `e2e-${name}-agent`;
    this.resources = apiResources(config);
    this.core = config.makeApiClient(CoreV1Api);
    this.batch = config.makeApiClient(BatchV1Api);
    this.#objects = new DemoObjects(config);
    this.#helm = helm;
    this.#history = history;
    this.#images = images;
  }

  /** Loads the images and makes the namespaces; nothing is deployed yet. */
  static async open(cluster: BerthCluster, name: string): Promise<Berth> {
    const { helm: binary } = await buildPrograms(['helm']);
    const images = await assembleDemoImages(binary, cartesiaFixture);
    for (const archive of images.archives) await cluster.loadImage(archive);
    const config = new KubeConfig();
    config.loadFromFile(cluster.kubeconfig);
    // Helm for the history finds its cluster by the environment.
    process.env.KUBECONFIG = cluster.kubeconfig;
    const history = new ProcessHelm(binary, `e2e-${name}`, release);
    const berth = new Berth(name, config, await Helm.open(binary, cluster.kubeconfig), history, images);
    await berth.#clear();
    for (const one of [berth.namespace, berth.agentNamespace]) await berth.#objects.createNamespace(one);
    await berth.#objects.applyFiles(cartesiaFixture.crds);
    await berth.#objects.applyFiles(here('../chart/crds'));
    await berth.#objects.applyFiles(cartesiaFixture.artifacts, berth.namespace);
    const secret = { apiVersion: 'v1', kind: 'Secret', stringData: { key: 'sk_car_test' } };
    await berth.#objects.apply({ ...secret, metadata: { name: keySecret, namespace: berth.namespace } });
    return berth;
  }

  /** Installs or upgrades the platform, and does not wait. Answers Helm's revision. */
  upgrade({ tag, faults = [], workerTags = {} }: Upgrade): Promise<number> {
    const values = cartesiaFixture.values({
      releaseTag: tag,
      faults,
      workerTags,
      workers: 1,
      modelLoadSeconds: 0.5,
      seed: 'e2e',
    });
    return this.#helm.deploy(
      { release, namespace: this.namespace, chart: cartesiaFixture.chart, values },
      AbortSignal.timeout(60_000),
    );
  }

  /** Installs the agent and tells it what to try; it may roll back. */
  async boardAgent(spec: { bench: object; checks?: readonly object[] }): Promise<void> {
    const colon = this.#images.agent.lastIndexOf(':');
    const values = {
      watchNamespaces: [this.namespace],
      image: { repository: this.#images.agent.slice(0, colon), tag: this.#images.agent.slice(colon + 1) },
      load: { image: this.#images.load },
      rollback: { enabled: true },
      secrets: [keySecret],
      trials: [
        {
          name: release,
          spec: {
            platform: 'cartesia',
            release,
            endpoint: { apiKeySecret: { name: keySecret, key: 'key' } },
            policy: { rollback: 'helm', settle: { quietSeconds: 2, deadlineSeconds: 120 } },
            ...spec,
          },
        },
      ],
    };
    await this.#helm.deploy(
      { release: 'seatrial', namespace: this.agentNamespace, chart: here('../chart'), values },
      AbortSignal.timeout(60_000),
    );
  }

  runs(): Promise<TrialRun[]> {
    return this.resources.runs.list(this.namespace);
  }

  /** The run of a Helm revision, as soon as its journal fits. Rejects after the time, telling how far it came. */
  async runWhere(
    revision: number,
    fits: (journal: readonly JournalEntry[]) => boolean,
    seconds = 240,
  ): Promise<TrialRun> {
    const until = Date.now() + seconds * 1000;
    let last = 'no run yet';
    while (Date.now() < until) {
      // The API server may be busy with new definitions.
      const runs = await this.runs().catch((error) => {
        if (error instanceof ProbeError) return [];
        throw error;
      });
      const run = runs.find((one) => one.spec.occurrence.revision === revision);
      if (run && fits(run.status.journal)) return run;
      if (run) last = `${run.status.phase}, ${JSON.stringify(run.status.journal.at(-1))}`;
      await systemClock.sleep(pollMs, new AbortController().signal);
    }
    throw new Error(`the run of revision ${revision} did not come so far in ${seconds} s: ${last}`);
  }

  /** The kinds of a run's journal entries, now. */
  async kindsNow(revision: number): Promise<string[]> {
    const run = await this.runWhere(revision, () => true);
    return run.status.journal.map(({ kind }) => kind);
  }

  finished(revision: number): Promise<TrialRun> {
    return this.runWhere(revision, (journal) => journal.some(({ kind }) => kind === 'finished'));
  }

  /** The agent's pod and how often its container was started: another text is another process. */
  async agentLife(): Promise<string> {
    return lifeOf(await this.#agentPod());
  }

  /** Ends the agent's process at once (SIGKILL, from outside of its container). Answers the life that ended. */
  async killAgent(): Promise<string> {
    const pod = await this.#agentPod();
    process.kill(await processOfPod(pod.metadata!.uid!, 'main.js'), 'SIGKILL');
    return lifeOf(pod);
  }

  /** Deletes the agent's pod, as a drain does: it is told to stop. Answers the life that ended. */
  async evictAgent(): Promise<string> {
    const pod = await this.#agentPod();
    await this.core.deleteNamespacedPod({ namespace: this.agentNamespace, name: pod.metadata!.name! });
    return lifeOf(pod);
  }

  async #agentPod(): Promise<V1Pod> {
    const labelSelector = 'app.kubernetes.io/name=seatrial-agent';
    const until = Date.now() + 60_000;
    while (Date.now() < until) {
      const { items } = await this.core.listNamespacedPod({ namespace: this.agentNamespace, labelSelector });
      const pod = items.find(
        ({ status, metadata }) =>
          status?.containerStatuses?.[0]?.state?.running && metadata?.deletionTimestamp === undefined,
      );
      if (pod) return pod;
      await systemClock.sleep(pollMs, new AbortController().signal);
    }
    throw new Error('no agent was running for a minute');
  }

  /** Resolves while a load Job's pod is running. */
  async loadRunning(seconds = 120): Promise<void> {
    const until = Date.now() + seconds * 1000;
    while (Date.now() < until) {
      const namespace = this.namespace;
      const { items } = await this.core.listNamespacedPod({ namespace, labelSelector: 'seatrial.dev/load' });
      if (items.some(({ status }) => status?.phase === 'Running')) return;
      await systemClock.sleep(pollMs, new AbortController().signal);
    }
    throw new Error(`no load ran within ${seconds} s`);
  }

  /** Names of the Jobs that roll back. */
  async rollbackJobs(): Promise<string[]> {
    const { items } = await this.batch.listNamespacedJob({ namespace: this.agentNamespace });
    return items.map(({ metadata }) => metadata!.name!);
  }

  /** Decisions that were told as Events on the Trial. */
  async signals(): Promise<string[]> {
    const { items } = await this.core.listNamespacedEvent({ namespace: this.namespace });
    return items
      .filter(({ involvedObject }) => involvedObject.kind === 'Trial')
      .map(({ metadata }) => metadata.annotations?.['seatrial.dev/signal'] ?? '');
  }

  history() {
    return this.#history.history();
  }

  async trial() {
    return trial.parse(await this.resources.trials.get(this.namespace, release));
  }

  async #clear(): Promise<void> {
    await this.#helm.remove('seatrial', this.agentNamespace);
    await this.#helm.remove(release, this.namespace);
    const limit = AbortSignal.timeout(150_000);
    for (const name of [this.agentNamespace, this.namespace])
      await this.#objects.deleteNamespace(name, limit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#clear();
    await this.#helm[Symbol.asyncDispose]();
  }
}

const lifeOf = ({ metadata, status }: V1Pod): string =>
  `${metadata?.name}/${status?.containerStatuses?.[0]?.restartCount}`;
