import { ClusterObjects, type EcosystemCluster, type Manifest } from './cluster-objects.ts';
import { loadPrograms } from './images.ts';
import { kubeletScrape, prometheusConfig, type ScrapedPods } from './scrape-config.ts';
import { accountOf, deploymentOf, serviceOf, type Workload } from './workload.ts';

export interface PrometheusOptions {
  /** Where it runs; made, and deleted in the end, unless it is there. */
  readonly namespace: string;
  readonly scrape: readonly ScrapedPods[];
  /** Also what the kubelets tell of containers (cAdvisor); false unless given. */
  readonly kubelets?: boolean;
  /** Seconds between two scrapes; 1 unless given. */
  readonly intervalSeconds?: number;
}

/** A Prometheus in the cluster. Disposing of it deletes what was made for it. */
export interface DeployedPrometheus extends AsyncDisposable {
  /** Its address as a Service, which this machine reaches too where the cluster is our own. */
  readonly url: string;
  /** Its address by name, for pods. */
  readonly urlInCluster: string;
}

const name = 'prometheus';
const port = 9090;
const folder = '/etc/prometheus';

/**
 * Prometheus as a pod, scraping pods of the cluster within seconds; its samples end with it. It is built from its
 * module, because Debian's package cannot discover pods.
 * @throws FixtureError (`unavailable`) where it cannot be built or does not become ready.
 */
export async function deployPrometheus(
  cluster: EcosystemCluster,
  { namespace, scrape, kubelets = false, intervalSeconds = 1 }: PrometheusOptions,
): Promise<DeployedPrometheus> {
  const { prometheus: image } = await loadPrograms(cluster, ['prometheus']);
  const ofNodes = kubelets ? [kubeletScrape] : [];
  const config = JSON.stringify(prometheusConfig(scrape, intervalSeconds, ofNodes), null, 2);
  const workload = workloadOf(namespace, image, config);
  const configMap: Manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { 'prometheus.yml': config },
  };
  await using undo = new AsyncDisposableStack();
  const objects = undo.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.namespace(namespace);
  const account = accountOf(name, namespace, [
    { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['list', 'watch'] },
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
  ]);
  await objects.apply([...account, configMap, serviceOf(workload), deploymentOf(workload)]);
  await objects.ready(namespace, name);
  const { spec } = await objects.read(serviceOf(workload));
  const kept = undo.move();
  return {
    url: `http://${spec.clusterIP}:${port}`,
    urlInCluster: `http://${name}.${namespace}.svc:${port}`,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function workloadOf(namespace: string, image: string, config: string): Workload {
  return {
    name,
    namespace,
    image,
    args: [
      `--config.file=${folder}/prometheus.yml`,
      '--storage.tsdb.path=/tmp/prometheus',
      '--scrape.discovery-reload-interval=500ms',
    ],
    ports: { web: port },
    ready: { path: '/-/ready', port: 'web' },
    serviceAccount: name,
    volumes: { config: { at: folder, from: { configMap: { name } } } },
    // Another configuration is another pod: it would not notice otherwise.
    annotations: { 'seatrial.dev/config': config },
  };
}
