import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../clusters/shared.ts';
import { until } from '../clusters/until.ts';
import { ClusterObjects, type Manifest } from './cluster-objects.ts';
import { type DeployedPrometheus, deployPrometheus } from './prometheus.ts';
import { deployPrometheusOperator } from './prometheus-operator.ts';

const namespace = 'eco-monitoring';
const stack = new AsyncDisposableStack();
let operated: DeployedPrometheus;
let own: DeployedPrometheus;

beforeAll(async () => {
  const cluster = await sharedCluster();
  operated = stack.use(await deployPrometheusOperator(cluster, { namespace }));
  own = stack.use(
    await deployPrometheus(cluster, {
      namespace: 'eco-prometheus',
      scrape: [{ namespaces: [namespace], port: 'http' }],
    }),
  );
  const objects = stack.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.apply([
    podMonitor('chosen', { release: 'prometheus' }),
    podMonitor('of-another-release', { release: 'other' }),
    podMonitor('without-label', {}),
  ]);
});
afterAll(() => stack.disposeAsync());

function podMonitor(name: string, labels: object): Manifest {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus-operator' } },
      podMetricsEndpoints: [{ port: 'http' }],
    },
  };
}

/** The labels of the namespace's `up` series that are 1, once there are some. */
const up = ({ url }: DeployedPrometheus): Promise<Record<string, string>[]> =>
  until(
    'nothing is scraped',
    async () => {
      const query = encodeURIComponent(`up{namespace="${namespace}"} == 1`);
      const { data } = (await (await fetch(`${url}/api/v1/query?query=${query}`)).json()) as {
        data: { result: { metric: Record<string, string> }[] };
      };
      return data.result.length > 0 ? data.result.map(({ metric }) => metric) : undefined;
    },
    { timeoutMs: 60_000, everyMs: 200 },
  );
const pod = expect.stringMatching(/^prometheus-operator-/);

test('the operator scrapes what a monitor with its label chooses, and nothing by the others', async () => {
  expect(await up(operated)).toEqual([
    expect.objectContaining({
      job: `${namespace}/chosen`,
      endpoint: 'http',
      container: 'prometheus-operator',
      pod,
    }),
  ]);
});

test('a Prometheus without operator gives its series the same labels', async () => {
  const [[expected], [seen]] = [await up(operated), await up(own)];
  expect(Object.keys(seen!).sort()).toEqual(Object.keys(expected!).sort());
  expect(seen).toEqual({ ...expected, job: `${namespace}/http` });
});
