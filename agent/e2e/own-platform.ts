import { AppsV1Api, CoreV1Api, KubeConfig, type V1Deployment } from '@kubernetes/client-node';
import { issueCertificates } from '../../kind-fixtures/ecosystem/certificates.ts';
import { nodeInImage } from '../../kind-fixtures/images/node-runtime.ts';
import { cartesiaFixture } from '../../kind-fixtures/platforms/cartesia/fixture.ts';
import { declaredCheck } from '../../suites/declared/declared-check.ts';
import { checkDefinition } from '../../suites/declared/definition.ts';
import { runCheck } from '../../suites/engine/run-check.ts';
import { checkPorts } from '../../suites/host/check-ports.ts';
import { systemClock } from '../../suites/host/system-clock.ts';
import { UndiciProbe } from '../../suites/probes/http/undici-probe.ts';
import { ApiReader } from '../../suites/probes/kubernetes/api-reader.ts';
import { observeRelease } from '../../suites/release/observe.ts';
import { noSettings, type Settings } from '../../suites/settings.ts';
import { DemoObjects } from '../cli/demo/objects.ts';

/** An image with Node in it, whichever it is. */
export const nodeImageName = `localhost/seatrial/cartesia-api:${cartesiaFixture.releaseTags.first}`;
const release = 'own';
const never = new AbortController().signal;

/** A platform that Seatrial has no profile of: one pod that speaks HTTP and TLS. */
const server = `
const { createServer } = await import('node:http');
const { createServer: secure } = await import('node:https');
const answer = (request, response) => {
  const ready = request.url === '/ready';
  response.writeHead(ready ? 200 : 404).end(JSON.stringify({ ready, waiting: 3 }));
};
createServer(answer).listen(8080);
secure({ cert: process.env.CERT, key: process.env.KEY }, answer).listen(8443);
process.on('SIGTERM', () => process.exit());
`;

export interface OwnPlatform extends AsyncDisposable {
  readonly namespace: string;
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  readonly objects: DemoObjects;
  /** The pod's own address. */
  readonly host: string;
  /** Asks a declared check once, as a run would. */
  ask(definition: object, signal?: AbortSignal, as?: KubeConfig): ReturnType<typeof runCheck>;
}

export async function ownPlatform(
  cluster: { readonly kubeconfig: string; loadImage(archive: string): Promise<void> },
  namespace: string,
  more: Partial<Settings> = {},
): Promise<OwnPlatform> {
  for (const archive of await cartesiaFixture.archives()) await cluster.loadImage(archive);
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  const objects = new DemoObjects(config);
  const core = config.makeApiClient(CoreV1Api);
  const gone = () => objects.deleteNamespace(namespace, AbortSignal.timeout(90_000));
  await gone();
  await objects.createNamespace(namespace);
  const { ca, issued } = await issueCertificates('own-authority', {
    server: { hosts: ['own.example'], seconds: 40 * 86_400 },
  });
  const body = deployment(namespace, issued.server);
  await config.makeApiClient(AppsV1Api).createNamespacedDeployment({ namespace, body });
  const host = await podAddress(core, namespace);
  const settings = { ...noSettings, authorities: [ca], ...more };
  const http = new UndiciProbe();
  const endpoint = { url: `http://${host}:8080`, headers: {}, hasApiKey: false };

  const ask: OwnPlatform['ask'] = async (definition, signal = never, as = config) => {
    const check = declaredCheck(checkDefinition.parse({ id: 'one', title: 'One', ...definition }));
    const reader = new ApiReader(as, namespace);
    const observing = new ApiReader(config, namespace);
    const seen = await observeRelease(observing, { release, revisions: 'workloads', tagOf: () => null });
    const prometheusUrl = settings.prometheus;
    const { prometheus, ...ports } = checkPorts({ config: as, reader, http, release, prometheusUrl });
    const found = check.needs.prometheus ? await prometheus() : null;
    const context = (ending: AbortSignal) => ({
      ...ports,
      ...{ prometheus: found, kubernetes: reader, subject: seen!.subject, endpoint, settings },
      ...{ before: null, target: null, rollout: null, now: Date.now(), signal: ending, progress: () => {} },
    });
    return runCheck(check, context, systemClock, check.timeoutSeconds, signal);
  };
  return {
    ...{ namespace, config, core, objects, host, ask },
    [Symbol.asyncDispose]: async () => {
      await http[Symbol.asyncDispose]();
      await gone();
    },
  };
}

const deployment = (namespace: string, of: { certificate: string; key: string }): V1Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'own', namespace, labels: { 'app.kubernetes.io/instance': release } },
  spec: {
    selector: { matchLabels: { app: 'own' } },
    template: {
      metadata: { labels: { app: 'own' } },
      spec: {
        containers: [
          {
            name: 'own',
            image: nodeImageName,
            command: [nodeInImage, '--input-type=module', '--eval', server],
            env: [
              { name: 'CERT', value: of.certificate },
              { name: 'KEY', value: of.key },
            ],
            readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 1 },
            resources: { requests: { cpu: '10m', memory: '32Mi' } },
          },
        ],
      },
    },
  },
});

async function podAddress(core: CoreV1Api, namespace: string): Promise<string> {
  for (let tries = 240; tries > 0; tries--) {
    const { items } = await core.listNamespacedPod({ namespace, labelSelector: 'app=own' });
    const ready = items.find((pod) => pod.status?.containerStatuses?.[0]?.ready);
    if (ready) return ready.status!.podIP!;
    await systemClock.sleep(500, never);
  }
  throw new Error('the pod did not become ready in 2 min');
}
