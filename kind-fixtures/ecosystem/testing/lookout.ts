import { assembleImage } from '../../images/image.ts';
import { nodeImage } from '../../images/node-runtime.ts';
import { ClusterObjects, type EcosystemCluster } from '../cluster-objects.ts';
import { deploymentOf, serviceOf } from '../workload.ts';

/** A pod that tells what it can reach. */
export interface Lookout extends AsyncDisposable {
  /** Where it answers; itself a target for others. */
  readonly url: string;
  /** Whether a new connection of the pod gets an HTTP answer from there. */
  reaches(url: string): Promise<boolean>;
}

const name = 'lookout';
const port = 8080;
const entry = '/lookout.mjs';
const program = `
import { createServer, get } from 'node:http';
const reaches = (url) => new Promise((resolve) => {
  const asked = get(url, { agent: false, timeout: 1500 }, (answer) => { answer.resume(); resolve(true); });
  asked.on('timeout', () => asked.destroy());
  asked.on('error', () => resolve(false));
});
createServer(async (request, response) => {
  const url = new URL(request.url, 'http://pod').searchParams.get('url');
  response.end(String(url === null || (await reaches(url))));
}).listen(${port});
process.on('SIGTERM', () => process.exit(0));
`;

export async function deployLookout(cluster: EcosystemCluster, namespace: string): Promise<Lookout> {
  const image = await assembleImage(await nodeImage(name, 'v1', [{ to: entry, text: program }], entry));
  await cluster.loadImage(image.path);
  await using undo = new AsyncDisposableStack();
  const objects = undo.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.namespace(namespace);
  const workload = {
    name,
    namespace,
    image: image.name,
    ports: { http: port },
    ready: { path: '/', port: 'http' },
  };
  await objects.apply([serviceOf(workload), deploymentOf(workload)]);
  await objects.ready(namespace, name);
  const url = `http://${(await objects.read(serviceOf(workload))).spec.clusterIP}:${port}`;
  const kept = undo.move();
  return {
    url,
    reaches: async (other) => {
      const answer = await fetch(`${url}/?url=${encodeURIComponent(other)}`, {
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(5000),
      });
      return (await answer.text()) === 'true';
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
