import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig, type V1Pod, type V1Service } from '@kubernetes/client-node';
import { ClusterObjects } from '../../../kind-fixtures/ecosystem/cluster-objects.ts';
import { changeNodes } from '../../../kind-fixtures/faults/change-nodes.ts';
import { changeObjects } from '../../../kind-fixtures/faults/change-objects.ts';
import type { FaultRecipe } from '../../../kind-fixtures/faults/fault-recipe.ts';
import type { PlatformFixture } from '../../../kind-fixtures/platforms/platform-fixture.ts';
import { buildPrograms } from '../../../kind-fixtures/toolchain/build.ts';
import type { AnyCheck, CheckPorts } from '../../../suites/check.ts';
import type { RolloutObservation } from '../../../suites/engine/journal.ts';
import { runCheck } from '../../../suites/engine/run-check.ts';
import { checkPorts } from '../../../suites/host/check-ports.ts';
import { systemClock } from '../../../suites/host/system-clock.ts';
import { takeSnapshot } from '../../../suites/operations/record/take-snapshot.ts';
import { endpointAt } from '../../../suites/platforms/endpoint.ts';
import type { Platform } from '../../../suites/platforms/platform.ts';
import { UndiciProbe } from '../../../suites/probes/http/undici-probe.ts';
import { ApiAccessReviewer } from '../../../suites/probes/kubernetes/api-access-reviewer.ts';
import { ApiReader } from '../../../suites/probes/kubernetes/api-reader.ts';
import { SystemNetwork } from '../../../suites/probes/network/system-network.ts';
import type { Attempt } from '../../../suites/record/result.ts';
import { observeRelease } from '../../../suites/release/observe.ts';
import { settle } from '../../../suites/release/settle.ts';
import type { ReleaseSnapshot } from '../../../suites/release/snapshot.ts';
import type { Subject } from '../../../suites/release/subject.ts';
import type { Target } from '../../../suites/release/target.ts';
import { type Settings, settings } from '../../../suites/settings.ts';
import type { CliContext } from '../../cli/context.ts';
import { Helm } from '../../cli/demo/helm.ts';
import { DemoObjects } from '../../cli/demo/objects.ts';
import { overlaid, type Values } from '../../cli/demo/values.ts';
import { renderTarget } from '../../cli/preflight/render-target.ts';
import type { Surroundings } from './surroundings.ts';

const never = new AbortController().signal;

export interface DockOptions {
  readonly cluster: { readonly kubeconfig: string; loadImage(archive: string): Promise<void> };
  readonly fixture: PlatformFixture;
  readonly platform: Platform;
  readonly namespace: string;
  readonly settings: Settings;
  /** Software around the platform; null where it stands alone. */
  readonly surroundings: Surroundings | null;
}

/** A stand-in platform in a namespace of its own, where single checks are asked and faults are ordered. No agent. */
export class Dock implements AsyncDisposable {
  readonly options: DockOptions;
  readonly config: KubeConfig;
  readonly reader: ApiReader;
  /** What was seen during the last rollout. */
  rollout: RolloutObservation | null = null;
  /** What was there before it. */
  before: ReleaseSnapshot | null = null;
  /** What an upgrade to the next release would apply. */
  target: Target | null = null;
  readonly #http = new UndiciProbe();
  /** What a fault says besides the settings. */
  #said: FaultRecipe['settings'] = {};
  #asNobody = false;
  #around: ClusterObjects | undefined;
  readonly #helm: Helm;
  readonly #objects: DemoObjects;

  private constructor(options: DockOptions, config: KubeConfig, helm: Helm) {
    this.options = options;
    this.config = config;
    this.reader = new ApiReader(config, options.namespace);
    this.#objects = new DemoObjects(config);
    this.#helm = helm;
  }

  /** Loads the images and makes the namespace anew; nothing is deployed yet. */
  static async open(options: DockOptions): Promise<Dock> {
    const { cluster, fixture, namespace } = options;
    const { helm: binary } = await buildPrograms(['helm']);
    for (const archive of await fixture.archives()) await cluster.loadImage(archive);
    const config = new KubeConfig();
    config.loadFromFile(cluster.kubeconfig);
    const dock = new Dock(options, config, await Helm.open(binary, cluster.kubeconfig));
    await dock.#clear();
    await dock.#objects.createNamespace(namespace);
    if (fixture.crds !== null) await dock.#objects.applyFiles(fixture.crds);
    for (const file of fixture.beside) await dock.#objects.applyFiles(file, namespace);
    if (options.surroundings) {
      dock.#around = await ClusterObjects.open(cluster.kubeconfig);
      await dock.#around.apply(options.surroundings.beside);
    }
    return dock;
  }

  /** Installs or upgrades, with a fault's values laid over, and watches the rollout to its end. */
  async rollOut(
    tag: string,
    fault: FaultRecipe | null = null,
    settleSeconds = 150,
  ): Promise<Attempt['outcome']> {
    const { fixture, namespace, platform } = this.options;
    const { release } = fixture;
    const chart = (await fixture.chartFor?.(tag)) ?? fixture.chart;
    this.before = await this.snapshot();
    const values = overlaid(this.#valuesFor(tag), fault?.values ?? {});
    // Faults that change objects take fields over, and an upgrade must have them back.
    const taking = { release, namespace, chart, values, force: true };
    const deployed = this.#helm.deploy(taking, AbortSignal.timeout(120_000));
    const [settled] = await Promise.all([
      deployed.then(async () =>
        settle(
          this.reader,
          systemClock,
          {
            query: { release, revisions: 'helm', tagOf: platform.tagOf, operator: platform.operator },
            deadlineSeconds: settleSeconds,
            quietSeconds: 2,
            expected: null,
            probe: {
              http: this.#http,
              endpoint: await this.#front(),
              request: platform.rolloutRequest ?? { path: platform.statusPath },
            },
            progress: () => {},
          },
          never,
        ),
      ),
    ]);
    this.rollout = settled.observed;
    return settled.finding.outcome;
  }

  #portsFor({ prometheus: prometheusUrl }: Settings): CheckPorts {
    const { fixture, surroundings } = this.options;
    const { config, reader } = this;
    const ports = checkPorts({ config, reader, http: this.#http, release: fixture.release, prometheusUrl });
    const access = new ApiAccessReviewer(this.#asNobody ? nobody(config) : config);
    return { ...ports, access, network: new SystemNetwork(surroundings?.resolvers ?? null) };
  }

  /** Renders the chart as an upgrade to that release would. */
  async aimAt(tag: string, over: Values = {}): Promise<void> {
    const { cluster, fixture, namespace, platform } = this.options;
    await using folder = await mkdtempDisposable(join(tmpdir(), 'seatrial-aim-'));
    const values = join(folder.path, 'values.json');
    await writeFile(values, JSON.stringify(overlaid(this.#valuesFor(tag), over)));
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig };
    const context = { env, owner: { signal: AbortSignal.timeout(60_000) } } as unknown as CliContext;
    this.target = await renderTarget(context, {
      release: fixture.release,
      namespace,
      chart: (await fixture.chartFor?.(tag)) ?? fixture.chart,
      valueFiles: [values],
      sets: [],
      kubeContext: undefined,
      tagOf: platform.tagOf,
      deployedValues: null,
    });
  }

  #valuesFor(tag: string): Record<string, unknown> {
    const { fixture, surroundings } = this.options;
    return (surroundings ? (fixture.surroundedValuesFor ?? fixture.valuesFor) : fixture.valuesFor)(tag);
  }

  async snapshot(): Promise<ReleaseSnapshot | null> {
    const subject = await this.#subject();
    if (!subject) return null;
    const { platform } = this.options;
    return takeSnapshot({
      platform,
      subject,
      endpoint: await this.#endpoint(),
      kubernetes: this.reader,
      helm: this.#portsFor(this.options.settings).helm,
      http: this.#http,
      now: new Date(),
      signal: AbortSignal.timeout(30_000),
    });
  }

  /** Asks one check once, as a run would. */
  async ask(check: AnyCheck): Promise<Attempt> {
    const subject = await this.#subject();
    if (!subject) throw new Error(`the release ${this.options.fixture.release} is not there`);
    const said = settings.parse({ ...this.options.settings, ...this.#said });
    const { prometheus, ...ports } = this.#portsFor(said);
    const found = check.needs.prometheus ? await prometheus() : null;
    const endpoint = await this.#endpoint();
    const context = (signal: AbortSignal) => ({
      ...ports,
      prometheus: found,
      kubernetes: this.reader,
      subject,
      endpoint,
      settings: said,
      before: this.before,
      target: this.target,
      rollout: this.rollout,
      now: Date.now(),
      signal,
      progress: () => {},
    });
    return runCheck(check, context, systemClock, check.timeoutSeconds, never);
  }

  /** Asks until the check answers one of these, or the time is over; the last answer. */
  async askUntil(
    check: AnyCheck,
    outcomes: readonly Attempt['outcome'][],
    seconds: number,
  ): Promise<Attempt> {
    const end = Date.now() + seconds * 1000;
    let last = await this.ask(check);
    while (!outcomes.includes(last.outcome) && Date.now() < end) {
      await systemClock.sleep(500, never);
      last = await this.ask(check);
    }
    return last;
  }

  /** Brings a fault about in the way that the recipe knows, the quickest first; disposing takes it back. */
  async suffer(recipe: FaultRecipe, tag: string): Promise<AsyncDisposable> {
    const byRollout = recipe.values !== undefined && (recipe.runtime === undefined || recipe.atStart);
    if (!byRollout) this.before = await this.snapshot();
    await using undo = new AsyncDisposableStack();
    if (recipe.withoutRights) {
      undo.defer(() => {
        this.#asNobody = false;
      });
      this.#asNobody = true;
    }
    if (recipe.settings) {
      undo.defer(() => {
        this.#said = {};
      });
      this.#said = recipe.settings;
    }
    if (recipe.target !== undefined) {
      undo.defer(() => this.aimAt(tag));
      if (recipe.target === null) this.target = null;
      else await this.aimAt(tag, recipe.target);
    }
    if (recipe.objects) undo.use(await changeObjects(this.config, this.options.namespace, recipe.objects));
    if (recipe.node) undo.use(await changeNodes(this.config, this.options.namespace, recipe.node));
    if (byRollout) {
      undo.defer(async () => {
        await this.rollOut(tag);
        // The way back began in trouble: a rollout that is watched from its good beginning comes after it.
        if (recipe.caughtBy.some((id) => /^(capacity|requests)-kept$/.test(id))) await this.rollOut(tag);
      });
      await this.rollOut(tag, recipe, 45);
    } else if (recipe.runtime) {
      undo.defer(() => this.#order([]));
      await this.#order(recipe.runtime);
    }
    return undo.move();
  }

  async #order(faults: readonly object[]): Promise<void> {
    const { fixture } = this.options;
    const service = await this.reader.get('services', fixture.adminService(fixture.release));
    const { status, body } = await this.#http.request(`http://${service?.spec?.clusterIP}:8080/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    });
    if (status !== 200) throw new Error(`the stand-in does not take the fault: ${status} ${body}`);
  }

  async #subject(): Promise<Subject | null> {
    const { fixture, platform } = this.options;
    const { tagOf, operator } = platform;
    const query = { release: fixture.release, revisions: 'helm', tagOf, operator } as const;
    return (await observeRelease(this.reader, query))?.subject ?? null;
  }

  /** The API at its pod's own address: a Service would hide a pod that is not ready. */
  async #endpoint() {
    const { fixture, platform, namespace } = this.options;
    const url = new URL(platform.defaultUrl(namespace, fixture.release));
    const service = await this.reader.get('services', url.hostname.split('.')[0]!);
    const pod = service && (await this.#podOf(service));
    if (service && pod) {
      const port = service.spec?.ports?.find((one) => String(one.port) === url.port)?.targetPort ?? url.port;
      url.hostname = pod.status!.podIP!;
      url.port = String(numberOf(pod, port));
    }
    return endpointAt(platform, url.href, fixture.apiKey);
  }

  /** The API as users reach it, behind its Service. */
  async #front() {
    const { fixture, platform, namespace } = this.options;
    const url = new URL(platform.defaultUrl(namespace, fixture.release));
    const service = await this.reader.get('services', url.hostname.split('.')[0]!);
    if (service?.spec?.clusterIP) url.hostname = service.spec.clusterIP;
    return endpointAt(platform, url.href, fixture.apiKey);
  }

  async #podOf(service: V1Service): Promise<V1Pod | undefined> {
    const labels = Object.entries(service.spec?.selector ?? {}).map(([key, value]) => `${key}=${value}`);
    const pods = await this.reader.list('pods', { labels: labels.join(',') });
    return pods
      .filter((pod) => pod.status?.podIP && pod.metadata?.deletionTimestamp === undefined)
      .sort((a, b) => Number(b.metadata!.creationTimestamp) - Number(a.metadata!.creationTimestamp))[0];
  }

  async #clear(): Promise<void> {
    const { fixture, namespace } = this.options;
    if ((await this.#objects.ownerOf(namespace)) !== 'ours') return;
    await this.#helm.remove(fixture.release, namespace);
    await this.#objects.deleteNamespace(namespace, AbortSignal.timeout(150_000));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#around?.[Symbol.asyncDispose]();
    await this.#clear();
    await this.#helm[Symbol.asyncDispose]();
    await this.#http[Symbol.asyncDispose]();
  }
}

/** The same cluster, as an account without rights. */
function nobody(config: KubeConfig): KubeConfig {
  const other = new KubeConfig();
  other.loadFromString(config.exportConfig());
  const user = other.getCurrentUser()!;
  other.users = [{ ...user, impersonateUser: 'seatrial-nobody' }];
  return other;
}

function numberOf(pod: V1Pod, port: number | string): number | string {
  const ports = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === port)?.containerPort ?? port;
}
