import { until } from '../clusters/until.ts';
import { ClusterObjects, conditionOf, type EcosystemCluster, type Manifest } from './cluster-objects.ts';
import { loadPrograms } from './images.ts';
import { moduleManifests, relocate } from './module-manifests.ts';
import type { DeployedPrometheus } from './prometheus.ts';
import { accountOf, deploymentOf } from './workload.ts';

export interface MonitoringOptions {
  readonly namespace: string;
  /** Labels that a PodMonitor or ServiceMonitor must have to be scraped; `release: prometheus` unless given. */
  readonly monitorLabels?: Readonly<Record<string, string>>;
}

const program = 'prometheus-operator';
const module = 'github.com/prometheus-operator/prometheus-operator';
const group = 'monitoring.coreos.com';
const kinds = [
  'prometheuses',
  'podmonitors',
  'servicemonitors',
  'probes',
  'prometheusrules',
  'scrapeconfigs',
];
const name = 'prometheus';
const port = 9090;

/**
 * The real prometheus-operator with one Prometheus that scrapes every second what the monitors of all namespaces
 * choose, where they have the labels: what is selected, and what is not, is decided by the operator itself.
 * @throws FixtureError (`unavailable`) where it cannot be built or does not become ready.
 */
export async function deployPrometheusOperator(
  cluster: EcosystemCluster,
  { namespace, monitorLabels = { release: 'prometheus' } }: MonitoringOptions,
): Promise<DeployedPrometheus> {
  const images = await loadPrograms(cluster, [program, 'prometheus-config-reloader', 'prometheus']);
  await using undo = new AsyncDisposableStack();
  const objects = undo.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.namespace(namespace);
  const folder = 'example/prometheus-operator-crd';
  await objects.define(
    await moduleManifests(
      program,
      module,
      kinds.map((kind) => `${folder}/${group}_${kind}.yaml`),
    ),
  );
  const rights = ['service-account', 'cluster-role', 'cluster-role-binding'];
  const account = await moduleManifests(
    program,
    module,
    rights.map((what) => `example/rbac/${program}/${program}-${what}.yaml`),
  );
  await objects.apply([
    ...relocate(account, 'default', namespace),
    operatorOf(namespace, images),
    ...accountOf(name, namespace, scraperRules),
    serviceFor(namespace),
  ]);
  await objects.ready(namespace, program);
  const prometheus = prometheusOf(namespace, images.prometheus, monitorLabels);
  await objects.apply([prometheus]);
  await until(
    `Prometheus/${name} in ${namespace} is not available`,
    async () => (conditionOf(await objects.read(prometheus), 'Available') ? true : undefined),
    { timeoutMs: 120_000, everyMs: 200 },
  );
  const { spec } = await objects.read(serviceFor(namespace));
  const kept = undo.move();
  return {
    url: `http://${spec.clusterIP}:${port}`,
    urlInCluster: `http://${name}.${namespace}.svc:${port}`,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

const scraperRules = [
  { apiGroups: [''], resources: ['pods', 'services', 'endpoints'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
];

function operatorOf(namespace: string, images: Readonly<Record<string, string>>): Manifest {
  return deploymentOf({
    name: program,
    namespace,
    image: images[program]!,
    args: [`--prometheus-config-reloader=${images['prometheus-config-reloader']}`],
    ports: { http: 8080 },
    ready: { path: '/healthz', port: 'http' },
    serviceAccount: program,
  });
}

function prometheusOf(namespace: string, image: string, monitorLabels: object): Manifest {
  const monitors = { matchLabels: monitorLabels };
  return {
    apiVersion: `${group}/v1`,
    kind: 'Prometheus',
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      image,
      // The operator chooses the flags by it.
      version: 'v3.10.0',
      serviceAccountName: name,
      scrapeInterval: '1s',
      scrapeTimeout: '1s',
      podMonitorSelector: monitors,
      podMonitorNamespaceSelector: {},
      serviceMonitorSelector: monitors,
      serviceMonitorNamespaceSelector: {},
      securityContext: { runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, runAsNonRoot: true },
      resources: { requests: { cpu: '10m', memory: '64Mi' } },
    },
  };
}

function serviceFor(namespace: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      selector: { 'operator.prometheus.io/name': name },
      ports: [{ name: 'web', port, targetPort: 'web', protocol: 'TCP' }],
    },
  };
}
