import { ClusterObjects, type EcosystemCluster } from './cluster-objects.ts';
import { loadPrograms } from './images.ts';
import { moduleManifests } from './module-manifests.ts';
import { accountOf, deploymentOf } from './workload.ts';

const name = 'cert-manager-controller';
const definitions = [
  'cert-manager.io_certificates',
  'cert-manager.io_certificaterequests',
  'cert-manager.io_issuers',
  'cert-manager.io_clusterissuers',
  'acme.cert-manager.io_orders',
  'acme.cert-manager.io_challenges',
];

/**
 * cert-manager's own controllers for self-signed Issuers and those with an authority in a Secret: Certificates get
 * their Secrets and conditions. Started by a main of ours (`go/cert-manager`), without ACME and the webhook. One pod.
 * @throws FixtureError (`unavailable`) where it cannot be built or does not become ready.
 */
export async function deployCertManager(
  cluster: EcosystemCluster,
  { namespace }: { readonly namespace: string },
): Promise<AsyncDisposable> {
  const images = await loadPrograms(cluster, [name]);
  await using undo = new AsyncDisposableStack();
  const objects = undo.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.namespace(namespace);
  const files = definitions.map((definition) => `deploy/crds/${definition}.yaml`);
  await objects.define(await moduleManifests(name, 'github.com/cert-manager/cert-manager', files));
  await objects.apply([
    ...accountOf(name, namespace, rules),
    deploymentOf({
      name,
      namespace,
      image: images[name],
      env: [{ name: 'POD_NAMESPACE', value: namespace }],
      ports: { health: 8080 },
      ready: { path: '/healthz', port: 'health' },
      serviceAccount: name,
    }),
  ]);
  await objects.ready(namespace, name);
  return undo.move();
}

const everything = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const rules = [
  { apiGroups: ['cert-manager.io', 'acme.cert-manager.io'], resources: ['*'], verbs: everything },
  { apiGroups: [''], resources: ['secrets'], verbs: everything },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'] },
];
