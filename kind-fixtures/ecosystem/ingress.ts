import { ClusterObjects, type EcosystemCluster, type Manifest } from './cluster-objects.ts';
import { loadPrograms } from './images.ts';
import { accountOf, deploymentOf, serviceOf } from './workload.ts';

export interface IngressOptions {
  readonly namespace: string;
  /** The IngressClass that it serves; `traefik` unless given. */
  readonly className?: string;
  /** Answers plain HTTP with a redirect to HTTPS; yes unless given. */
  readonly redirect?: boolean;
  /** The oldest TLS that it speaks; 1.2 unless given. */
  readonly minTls?: '1.0' | '1.1' | '1.2' | '1.3';
  /** What `.status.loadBalancer` of an Ingress names; the Service's own address unless given. */
  readonly published?: string;
}

export interface DeployedIngress extends AsyncDisposable {
  /** The address that answers on 80 and 443: what the names of the Ingresses should resolve to. */
  readonly address: string;
  readonly className: string;
}

const name = 'traefik';

/**
 * Traefik as the cluster's ingress controller: it terminates TLS with the Secrets of `spec.tls`, writes
 * `.status.loadBalancer`, and redirects HTTP. One pod; a namespace of its own for each class.
 * @throws FixtureError (`unavailable`) where it cannot be built or does not become ready.
 */
export async function deployIngress(
  cluster: EcosystemCluster,
  options: IngressOptions,
): Promise<DeployedIngress> {
  const { namespace, className = name, minTls = '1.2' } = options;
  const { traefik: image } = await loadPrograms(cluster, ['traefik']);
  await using undo = new AsyncDisposableStack();
  const objects = undo.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.namespace(namespace);
  const ports = { web: 80, websecure: 443 } satisfies Record<keyof typeof containerPorts, number>;
  const service = serviceOf({ name, namespace, ports });
  await objects.apply([...accountOf(name, namespace, rules), service, ingressClass(className)]);
  const address: string = (await objects.read(service)).spec.clusterIP;
  const file = { tls: { options: { default: { minVersion: `VersionTLS${minTls.replace('.', '')}` } } } };
  const configMap: Manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { 'dynamic.yml': JSON.stringify(file) },
  };
  const deployment = deploymentOf({
    name,
    namespace,
    image,
    args: argumentsOf(className, options.published ?? address, options.redirect ?? true),
    ports: { ...containerPorts, ping: 8082 },
    ready: { path: '/ping', port: 'ping' },
    serviceAccount: name,
    volumes: { config: { at: '/etc/traefik/dynamic', from: { configMap: { name } } } },
    annotations: { 'seatrial.dev/config': JSON.stringify(file) },
  });
  await objects.apply([configMap, deployment]);
  await objects.ready(namespace, name);
  const kept = undo.move();
  return { address, className, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

const containerPorts = { web: 8000, websecure: 8443 };

function argumentsOf(className: string, published: string, redirect: boolean): string[] {
  return [
    `--entrypoints.web.address=:${containerPorts.web}`,
    `--entrypoints.websecure.address=:${containerPorts.websecure}`,
    '--entrypoints.websecure.http.tls=true',
    '--entrypoints.ping.address=:8082',
    '--ping.entrypoint=ping',
    ...(redirect
      ? [
          // The port that clients see, not the container's.
          '--entrypoints.web.http.redirections.entrypoint.to=:443',
          '--entrypoints.web.http.redirections.entrypoint.scheme=https',
        ]
      : []),
    '--providers.kubernetesingress=true',
    `--providers.kubernetesingress.ingressclass=${className}`,
    `--providers.kubernetesingress.ingressendpoint.ip=${published}`,
    '--providers.kubernetesingress.throttleduration=100ms',
    '--providers.file.filename=/etc/traefik/dynamic/dynamic.yml',
    '--global.checknewversion=false',
    '--global.sendanonymoususage=false',
    '--log.level=INFO',
  ];
}

function ingressClass(className: string): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: className },
    spec: { controller: 'traefik.io/ingress-controller' },
  };
}

const read = ['get', 'list', 'watch'];
const rules = [
  { apiGroups: [''], resources: ['services', 'secrets', 'nodes'], verbs: read },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
];
