import { until } from '../clusters/until.ts';
import { type Authority, issueCertificates } from './certificates.ts';
import { ClusterObjects, conditionOf, type EcosystemCluster, type Manifest } from './cluster-objects.ts';
import { loadPrograms } from './images.ts';
import { moduleManifests } from './module-manifests.ts';

/** Where KEDA's own manifests put it; there is one of it in a cluster. */
export const kedaNamespace = 'keda';

const operator = 'keda-operator';
const adapter = 'keda-metrics-apiserver';
const certificates = 'kedaorg-certs';
const manifests = [
  'service_account/service_account',
  'rbac/role',
  'rbac/role_binding',
  'manager/service',
  'metrics-server/role_binding',
  'metrics-server/service',
  'manager/manager',
  'metrics-server/deployment',
  'metrics-server/api_service',
];
const definitions = [
  'scaledobjects',
  'scaledjobs',
  'triggerauthentications',
  'clustertriggerauthentications',
];
const eventDefinitions = ['cloudeventsources', 'clustercloudeventsources'];

/**
 * The real KEDA, its operator and its metrics adapter, from the manifests of its module: ScaledObjects get their
 * conditions and HPAs, and scale by their triggers. Its admission webhooks are left out.
 * Two pods; disposing of it deletes them, but not the definitions.
 * @throws FixtureError (`unavailable`) where it cannot be built or does not become ready.
 */
export async function deployKeda(cluster: EcosystemCluster): Promise<AsyncDisposable> {
  const images = await loadPrograms(cluster, ['keda-operator', 'keda-adapter']);
  const authority = await issueCertificates('keda-ca', {
    keda: { hosts: [operator, adapter].flatMap((service) => hostsOf(service)) },
  });
  await using undo = new AsyncDisposableStack();
  const objects = undo.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.namespace(kedaNamespace);
  await objects.define(await kedaManifests(definitionFiles));
  const parts = await kedaManifests(manifests.map((file) => `config/${file}.yaml`));
  await objects.apply([secretOf(authority), ...parts.map((part) => adjusted(part, images, authority.ca))]);
  await objects.ready(kedaNamespace, operator);
  await objects.ready(kedaNamespace, adapter);
  const service = parts.find(({ kind }) => kind === 'APIService')!;
  await until(
    `${service.metadata.name} is not served`,
    async () => (conditionOf(await objects.read(service), 'Available') ? true : undefined),
    { timeoutMs: 60_000, everyMs: 200 },
  );
  return undo.move();
}

const definitionFiles = [
  ...definitions.map((name) => `config/crd/bases/keda.sh_${name}.yaml`),
  ...eventDefinitions.map((name) => `config/crd/bases/eventing.keda.sh_${name}.yaml`),
];

const kedaManifests = (files: readonly string[]): Promise<Manifest[]> =>
  moduleManifests('keda-operator', 'github.com/kedacore/keda/v2', files);

const hostsOf = (service: string): string[] => [
  service,
  `${service}.${kedaNamespace}`,
  `${service}.${kedaNamespace}.svc`,
  `${service}.${kedaNamespace}.svc.cluster.local`,
];

/** Ours, because the operator's own would reach its pods a minute later. */
function secretOf({ ca, issued }: Authority<'keda'>): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: certificates, namespace: kedaNamespace },
    stringData: { 'ca.crt': ca, 'tls.crt': issued.keda.certificate, 'tls.key': issued.keda.key },
  };
}

/** A part with our images and certificates, and without the waiting that suits a larger cluster. */
function adjusted(part: Manifest, images: Readonly<Record<string, string>>, ca: string): Manifest {
  if (part.kind === 'APIService') {
    const spec = part.spec as object;
    return { ...part, spec: { ...spec, caBundle: Buffer.from(ca).toString('base64') } };
  }
  if (part.kind !== 'Deployment') return part;
  const own = part.metadata.name === operator ? 'keda-operator' : 'keda-adapter';
  // biome-ignore lint/suspicious/noExplicitAny: a Deployment as its authors wrote it
  const copy = structuredClone(part) as any;
  const [container] = copy.spec.template.spec.containers;
  container.image = images[own];
  container.imagePullPolicy = 'IfNotPresent';
  container.command = [`/bin/${own}`];
  container.args = container.args.filter((arg: string) => !arg.startsWith('--enable-cert-rotation'));
  container.resources = { requests: { cpu: '10m', memory: '64Mi' } };
  container.readinessProbe = {
    ...container.readinessProbe,
    initialDelaySeconds: 1,
    periodSeconds: 1,
    failureThreshold: 120,
  };
  delete container.livenessProbe;
  copy.spec.strategy = { type: 'Recreate' };
  copy.spec.template.spec.terminationGracePeriodSeconds = 1;
  // Another authority is another pod: it reads its certificates once.
  copy.spec.template.metadata.annotations = { 'seatrial.dev/ca': ca };
  return copy;
}
