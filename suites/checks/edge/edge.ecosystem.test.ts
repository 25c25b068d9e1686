import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { issueCertificates, tlsSecret as secretOf } from '../../../kind-fixtures/ecosystem/certificates.ts';
import { ClusterObjects } from '../../../kind-fixtures/ecosystem/cluster-objects.ts';
import { deployIngress } from '../../../kind-fixtures/ecosystem/ingress.ts';
import { deployPrometheus } from '../../../kind-fixtures/ecosystem/prometheus.ts';
import { changeObjects } from '../../../kind-fixtures/faults/change-objects.ts';
import type { FaultRecipe } from '../../../kind-fixtures/faults/fault-recipe.ts';
import { ingressWithoutAddress } from '../../../kind-fixtures/faults/kubernetes/ingress-without-address.ts';
import { tlsSecretExpired } from '../../../kind-fixtures/faults/kubernetes/tls-secret-expired.ts';
import { tlsSecretWrongHost } from '../../../kind-fixtures/faults/kubernetes/tls-secret-wrong-host.ts';
import type { AnyCheck } from '../../check.ts';
import { ApiReader } from '../../probes/kubernetes/api-reader.ts';
import type { NetworkProbe } from '../../probes/network/probe.ts';
import { SystemNetwork } from '../../probes/network/system-network.ts';
import { startNameServer } from '../../probes/network/testing/name-server.ts';
import { noSettings, type Settings } from '../../settings.ts';
import { subjectOf } from '../../testing/plans.ts';
import { certificateTrusted } from './certificate-trusted.ts';
import { httpsRedirect } from './https-redirect.ts';
import { ingressAddress } from './ingress-address.ts';
import { ingressDns } from './ingress-dns.ts';
import { ingressHttps } from './ingress-https.ts';
import { found, host } from './testing/context.ts';
import { tlsMinimum } from './tls-minimum.ts';
import { tlsSecret } from './tls-secret.ts';

/** A real ingress controller that terminates TLS in front of a program, and a resolver that knows its name. */
const namespace = 'e-edge';
const className = 'e-traefik';
const https = ingressHttps('/-/ready');
const checks = [ingressAddress, ingressDns, https, certificateTrusted, tlsSecret, httpsRedirect, tlsMinimum];

const stack = new AsyncDisposableStack();
let ask: (check: AnyCheck, network?: NetworkProbe) => ReturnType<typeof found>;
let cluster: Awaited<ReturnType<typeof sharedCluster>>;
let suffer: (recipe: FaultRecipe) => Promise<AsyncDisposable>;

beforeAll(async () => {
  cluster = await sharedCluster();
  const [ingress, backend, { ca, issued }] = await Promise.all([
    deployIngress(cluster, { namespace: 'e-ingress', className }),
    deployPrometheus(cluster, { namespace, scrape: [] }),
    issueCertificates('edge', { leaf: { hosts: [host] } }),
  ]);
  stack.use(ingress);
  stack.use(backend);
  const objects = stack.use(await ClusterObjects.open(cluster.kubeconfig));
  const service = { name: 'prometheus', port: { number: 9090 } };
  await objects.apply([
    secretOf('edge-tls', namespace, issued.leaf),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'edge', namespace, labels: { 'app.kubernetes.io/instance': 'edge' } },
      spec: {
        ingressClassName: className,
        tls: [{ hosts: [host], secretName: 'edge-tls' }],
        rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } }],
      },
    },
  ]);
  const names = stack.use(await startNameServer({ [host]: [ingress.address] }));
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  // What is promised on EKS only is asked here of a controller that does the same.
  const settings: Settings = { ...noSettings, provider: 'eks', authorities: [ca] };
  const resolving = new SystemNetwork([names.address]);
  ask = (check, network = resolving) =>
    found(
      check,
      {},
      {
        kubernetes: new ApiReader(config, namespace),
        network,
        subject: subjectOf({ namespace, release: 'edge' }),
        settings,
        now: Date.now(),
      },
    );
  suffer = (recipe) => changeObjects(config, namespace, recipe.objects ?? []);
});

afterAll(() => stack.disposeAsync());

const patient = { timeout: 60_000, interval: 500 };

test.each(checks)('$id passes where all is well', async (check) => {
  await vi.waitFor(async () => expect(await ask(check)).toMatchObject({ outcome: 'pass' }), patient);
});

const noticed: [FaultRecipe, AnyCheck, RegExp][] = [
  [tlsSecretExpired, tlsSecret, /Secret\/seatrial-expired-tls: its certificate expired on 2025-01-01/],
  [tlsSecretWrongHost, tlsSecret, /not for api.cartesia.example/],
  [tlsSecretExpired, certificateTrusted, /expired on 2025-01-01|TRAEFIK DEFAULT CERT/],
  [tlsSecretWrongHost, https, /is for/],
  [ingressWithoutAddress, ingressAddress, /has no address/],
];
test.each(noticed.map(([recipe, check, reason]) => ({ recipe, check, reason })))(
  '$recipe.id is noticed by $check.id',
  async ({ recipe, check, reason }) => {
    await using _ = await suffer(recipe);
    const answer = { outcome: 'fail', reason: expect.stringMatching(reason) };
    await vi.waitFor(async () => expect(await ask(check)).toMatchObject(answer), patient);
  },
);

test('a controller that neither redirects nor turns old TLS away is noticed', async () => {
  const options = { className: 'e-traefik-old', redirect: false, minTls: '1.0' } as const;
  await using old = await deployIngress(cluster, { namespace: 'e-ingress-old', ...options });
  await using _ = await suffer({
    id: 'kubernetes/old-controller',
    platform: 'cartesia',
    title: 'Another controller serves the Ingress',
    objects: [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        change: 'patch',
        patch: { spec: { ingressClassName: old.className } },
      },
    ],
    caughtBy: ['https-redirect', 'tls-minimum'],
  });
  const said = (reason: RegExp) => ({ outcome: 'fail', reason: expect.stringMatching(reason) });
  await vi.waitFor(async () => expect(await ask(tlsMinimum)).toMatchObject(said(/it took TLSv1/)), patient);
  expect(await ask(httpsRedirect)).toMatchObject(said(/answered (200|404|302 to \/)/));
});

test('a name that leads elsewhere is noticed', async () => {
  await using names = await startNameServer({ [host]: ['192.0.2.7'] });
  expect(await ask(ingressDns, new SystemNetwork([names.address]))).toMatchObject({
    outcome: 'fail',
    reason: expect.stringMatching(/resolves to 192\.0\.2\.7, the load balancer is/),
  });
});
