import { ClusterObjects, type EcosystemCluster } from './cluster-objects.ts';
import { kubeRouterImage } from './network-policy-image.ts';
import { accountOf, deploymentOf } from './workload.ts';

const name = 'kube-router';
const healthPort = 20244;

/**
 * Makes the cluster's NetworkPolicies hold, which the bridge alone ignores: kube-router's firewall, in the fork that
 * k3s ships, on the node's own network. For clusters of one node, as our own are. Disposing of it takes its rules back.
 * @throws FixtureError (`unavailable`) where it cannot be built or does not become ready.
 */
export async function enforceNetworkPolicies(
  cluster: EcosystemCluster,
  { namespace }: { readonly namespace: string },
): Promise<AsyncDisposable> {
  const image = await kubeRouterImage();
  await cluster.loadImage(image.path);
  await using undo = new AsyncDisposableStack();
  const objects = undo.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.namespace(namespace);
  await objects.apply([
    ...accountOf(name, namespace, rules),
    deploymentOf({
      name,
      namespace,
      image: image.name,
      args: [
        '--run-firewall=true',
        '--run-router=false',
        '--run-service-proxy=false',
        '--service-cluster-ip-range=10.96.0.0/16',
        `--health-port=${healthPort}`,
        '--metrics-port=0',
      ],
      env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
      ports: { health: healthPort },
      ready: { path: '/healthz', port: 'health' },
      serviceAccount: name,
      pod: { hostNetwork: true, terminationGracePeriodSeconds: 15 },
      container: {
        securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
        lifecycle: { preStop: { exec: { command: ['/bin/kube-router', '--cleanup-config'] } } },
      },
    }),
  ]);
  await objects.ready(namespace, name);
  return undo.move();
}

const rules = [
  {
    apiGroups: [''],
    resources: ['namespaces', 'pods', 'services', 'nodes', 'endpoints'],
    verbs: ['get', 'list', 'watch'],
  },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
];
