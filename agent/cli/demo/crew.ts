import { fileURLToPath } from 'node:url';
import type { KubeConfig } from '@kubernetes/client-node';
import type { PlatformFixture } from '../../../kind-fixtures/platforms/platform-fixture.ts';
import { apiResources, type Resources } from '../../resources/api-resources.ts';
import { apiVersion } from '../../resources/group.ts';
import { trial } from '../../resources/trial.ts';
import type { CliContext } from '../context.ts';
import { CliError } from '../errors.ts';
import { loadKubeConfig } from '../kubernetes.ts';
import type { Steps } from '../steps.ts';
import { importBaselines } from './baselines.ts';
import type { Harbour } from './harbour.ts';
import { Helm } from './helm.ts';
import { DemoObjects } from './objects.ts';
import { overlaid, type Values } from './values.ts';

export const agentNamespace = 'seatrial-system';
const agentRelease = 'seatrial';
const keySecret = 'platform-api-key';
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The stand-in platform and the agent, in the cluster, and what drives them. */
export interface Crew {
  readonly resources: Resources;
  readonly namespace: string;
  /** The end of the agent's log. */
  agentLog(): Promise<string>;
  /** Rolls a release of the platform out, with values that make it worse laid over its own; does not wait. Answers Helm's revision. */
  rollOut(tag: string, worse?: Values): Promise<number>;
}

/** What the agent is told: a demo's Trial may roll back and starts with the imported baseline. */
export interface Orders {
  readonly rollback: 'helm' | 'never';
  readonly importBaselines: boolean;
  readonly maxRuns?: number;
}

/** Takes away what an earlier demo left, then installs platform and agent and tells the agent what to try. */
export async function muster(
  context: CliContext,
  steps: Steps,
  harbour: Harbour,
  keep: boolean,
  orders: Orders = { rollback: 'helm', importBaselines: true },
): Promise<Crew> {
  const { owner } = context;
  const { platform } = harbour;
  const { namespace, release } = platform;
  const chartFor = async (tag: string) => (await platform.chartFor?.(tag)) ?? platform.chart;
  const valuesFor = platform.demoValuesFor ?? platform.valuesFor;
  const config = await loadKubeConfig({ ...context.env, KUBECONFIG: harbour.kubeconfig }, harbour.context);
  const objects = new DemoObjects(config);
  const helm = owner.use(await Helm.open(harbour.helm, harbour.kubeconfig));
  const namespaces = [namespace, agentNamespace];
  await removeLeftovers(steps, helm, objects, namespaces, release, owner.signal);
  if (harbour.wasRunning && !keep)
    owner.own(async () => {
      // The user's signal may be what brought us here: cleaning up has its own.
      const ending = AbortSignal.timeout(150_000);
      await steps.step('clean up', 'removing platform and agent', async () => {
        await remove(helm, objects, namespaces, release, ending);
        return { text: 'platform and agent are removed; the cluster is left as it was', value: undefined };
      });
    });

  await steps.step('platform', `installing the stand-in ${platform.platform}`, async () => {
    await Promise.all(namespaces.map((name) => objects.createNamespace(name)));
    await Promise.all([
      ...(platform.crds === null ? [] : [objects.applyFiles(platform.crds)]),
      objects.applyFiles(here('../../chart/crds')),
      ...platform.beside.map((file) => objects.applyFiles(file, namespace)),
      ...(platform.apiKey === null ? [] : [objects.apply(apiKey(namespace, platform.apiKey))]),
    ]);
    const values = valuesFor(platform.releaseTags.first);
    const first = await chartFor(platform.releaseTags.first);
    const revision = await helm.deploy({ release, namespace, chart: first, values }, owner.signal);
    return {
      text: `${release}/${namespace} ${platform.releaseTags.first}, a stand-in, as Helm revision ${revision}`,
      value: revision,
    };
  });
  const resources = await steps.step('agent', 'installing the agent', async (update) => {
    const values = agentValues(harbour, namespace);
    await helm.deploy(
      { release: agentRelease, namespace: agentNamespace, chart: here('../../chart'), values },
      owner.signal,
    );
    update('telling it what to try');
    return {
      text: `in the cluster, watching namespace ${namespace}`,
      value: await give(orders, config, platform, steps),
    };
  });
  return {
    resources,
    namespace,
    agentLog: () => objects.logs(agentNamespace, `app.kubernetes.io/instance=${agentRelease}`),
    rollOut: async (tag, worse = {}) => {
      const values = overlaid(valuesFor(tag), worse);
      return helm.deploy({ release, namespace, chart: await chartFor(tag), values }, owner.signal);
    },
  };
}

const apiKey = (namespace: string, key: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: keySecret, namespace },
  // The stand-in's key is no secret; the agent must read one like it would the vendor's.
  stringData: { key },
});

const agentValues = ({ images, platform }: Harbour, namespace: string): Record<string, unknown> => {
  const colon = images.agent.lastIndexOf(':');
  return {
    watchNamespaces: [namespace],
    image: { repository: images.agent.slice(0, colon), tag: images.agent.slice(colon + 1) },
    load: { image: images.load },
    rollback: { enabled: true },
    secrets: platform.apiKey === null ? [] : [keySecret],
  };
};

async function give(
  orders: Orders,
  config: KubeConfig,
  { platform, namespace, release, apiKey: key }: PlatformFixture,
  steps: Steps,
): Promise<Resources> {
  const resources = apiResources(config);
  if (orders.importBaselines && platform === 'cartesia')
    steps.note('baseline', await importBaselines(resources.baselines, namespace));
  const spec = {
    platform,
    release,
    ...(key !== null && { endpoint: { apiKeySecret: { name: keySecret, key: 'key' } } }),
    policy: { rollback: orders.rollback, settle: { quietSeconds: 3, deadlineSeconds: 240 } },
    // Nobody else uses the demo's platform.
    bench: { besideUsers: false, ...(orders.maxRuns !== undefined && { maxRuns: orders.maxRuns }) },
  };
  const order = trial.parse({ apiVersion, kind: 'Trial', metadata: { name: release, namespace }, spec });
  await resources.trials.create(order);
  return resources;
}

async function removeLeftovers(
  steps: Steps,
  helm: Helm,
  objects: DemoObjects,
  namespaces: readonly string[],
  release: string,
  signal: AbortSignal,
): Promise<void> {
  const owners = await Promise.all(namespaces.map((name) => objects.ownerOf(name)));
  const foreign = namespaces.filter((_, index) => owners[index] === 'foreign');
  if (foreign.length > 0)
    throw new CliError(
      'unavailable',
      `The cluster has a namespace ${foreign.join(' and ')} that is not the demo's: use another cluster with --cluster or --name, or delete it.`,
    );
  if (owners.every((owner) => owner === 'absent')) return;
  await steps.step('clean up', 'removing what an earlier demo left', async () => {
    await remove(helm, objects, namespaces, release, signal);
    return { text: 'what an earlier demo left is removed', value: undefined };
  });
}

/** The agent goes first, so that it does not take the platform's end for a rollout. */
async function remove(
  helm: Helm,
  objects: DemoObjects,
  [namespace, agents]: readonly string[],
  release: string,
  signal: AbortSignal,
): Promise<void> {
  await helm.remove(agentRelease, agents!);
  await helm.remove(release, namespace!);
  await Promise.all([objects.deleteNamespace(namespace!, signal), objects.deleteNamespace(agents!, signal)]);
}
