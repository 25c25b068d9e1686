import { issueCertificates, tlsSecret } from '../../../kind-fixtures/ecosystem/certificates.ts';
import type { Manifest } from '../../../kind-fixtures/ecosystem/cluster-objects.ts';
import { deployIngress } from '../../../kind-fixtures/ecosystem/ingress.ts';
import { deployKeda } from '../../../kind-fixtures/ecosystem/keda.ts';
import { deployPrometheusOperator } from '../../../kind-fixtures/ecosystem/prometheus-operator.ts';
import type { PlatformFixture } from '../../../kind-fixtures/platforms/platform-fixture.ts';
import type { Platform } from '../../../suites/platforms/platform.ts';
import { startNameServer } from '../../../suites/probes/network/testing/name-server.ts';
import type { Settings } from '../../../suites/settings.ts';

/** What stands around a platform of the matrix: objects beside it, and what a user would say of them. */
export interface Surroundings {
  readonly settings: Partial<Settings>;
  /** Resolvers that know the platform's name, as `address:port`. */
  readonly resolvers: readonly string[];
  readonly beside: readonly Manifest[];
}

export interface Harbour extends AsyncDisposable {
  /** The surroundings of one platform in its namespace. */
  around(platform: Platform, fixture: PlatformFixture, namespace: string): Promise<Surroundings>;
}

const className = 'matrix-traefik';
/** The name that the catalogue's certificates are for. */
const host = 'api.cartesia.example';

/** The real software around the platforms: prometheus-operator with a Prometheus, KEDA, an ingress controller, a resolver. */
export async function openHarbour(
  cluster: { readonly kubeconfig: string; loadImage(archive: string): Promise<void> },
  /** What the platform's own monitors have, and Prometheus asks of each. */
  monitorLabels: Readonly<Record<string, string>>,
): Promise<Harbour> {
  await using stack = new AsyncDisposableStack();
  const monitoring = { namespace: 'monitoring', monitorLabels };
  const prometheus = stack.use(await deployPrometheusOperator(cluster, monitoring));
  stack.use(await deployKeda(cluster));
  const ingress = stack.use(await deployIngress(cluster, { namespace: 'matrix-ingress', className }));
  const names = stack.use(await startNameServer({ [host]: [ingress.address] }));
  const owned = stack.move();
  return {
    async around(platform, fixture, namespace) {
      const { ca, issued } = await issueCertificates('matrix', { leaf: { hosts: [host] } });
      const url = new URL(platform.defaultUrl(namespace, fixture.release));
      const service = { name: url.hostname.split('.')[0], port: { number: Number(url.port || 80) } };
      const door: Manifest = {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'door', namespace, labels: { 'app.kubernetes.io/instance': fixture.release } },
        spec: {
          ingressClassName: className,
          tls: [{ hosts: [host], secretName: 'door-tls' }],
          rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } }],
        },
      };
      return {
        // The controller does what the seed promises on EKS, so it is asked for that too.
        settings: { prometheus: prometheus.url, authorities: [ca], provider: 'eks' },
        resolvers: [names.address],
        beside: [tlsSecret('door-tls', namespace, issued.leaf), door],
      };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
