import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { ClusterObjects } from '../../../kind-fixtures/ecosystem/cluster-objects.ts';
import { deployPrometheus } from '../../../kind-fixtures/ecosystem/prometheus.ts';
import { deployPrometheusOperator } from '../../../kind-fixtures/ecosystem/prometheus-operator.ts';
import { changeObjects } from '../../../kind-fixtures/faults/change-objects.ts';
import type { FaultRecipe } from '../../../kind-fixtures/faults/fault-recipe.ts';
import { monitorLabelRemoved } from '../../../kind-fixtures/faults/kubernetes/monitor-label-removed.ts';
import { monitorWrongPath } from '../../../kind-fixtures/faults/kubernetes/monitor-wrong-path.ts';
import { monitorWrongPort } from '../../../kind-fixtures/faults/kubernetes/monitor-wrong-port.ts';
import { panelOfUnknownMetric } from '../../../kind-fixtures/faults/kubernetes/panel-of-unknown-metric.ts';
import type { AnyCheck } from '../../check.ts';
import { UndiciProbe } from '../../probes/http/undici-probe.ts';
import { ApiReader } from '../../probes/kubernetes/api-reader.ts';
import { HttpPrometheus } from '../../probes/prometheus/http-prometheus.ts';
import { subjectOf } from '../../testing/plans.ts';
import { found } from '../edge/testing/context.ts';
import { grafanaPanels } from './grafana-panels.ts';
import { monitorSelected } from './monitor-selected.ts';
import { prometheusAnswers } from './prometheus-answers.ts';
import { requestsCounted } from './requests-counted.ts';
import { hasPort, targetsUp } from './targets-up.ts';

/**
 * The real prometheus-operator and its Prometheus. What they scrape is a program whose metrics are public: another
 * Prometheus, as the release `scraped` with a PodMonitor.
 */
const namespace = 'e-scraped';
const monitoring = 'e-monitoring';
const quick = { looks: 3, everyMs: 1000 };
const checks = {
  monitor: monitorSelected,
  targets: targetsUp(hasPort('web'), quick),
  counted: requestsCounted(
    {
      metric: 'prometheus_http_requests_total',
      labels: { handler: '/-/healthy', code: '200' },
      path: '/-/healthy',
      source: 'Prometheus',
    },
    { looks: 8, everyMs: 1000 },
  ),
  panels: grafanaPanels,
  prometheus: prometheusAnswers,
};

/** The kubelet shows Prometheus its new configuration about once a minute. */
const patient = { timeout: 240_000, interval: 1000 };

const stack = new AsyncDisposableStack();
let ask: (check: AnyCheck) => ReturnType<typeof found>;
let suffer: (recipe: FaultRecipe) => Promise<AsyncDisposable>;

beforeAll(async () => {
  const cluster = await sharedCluster();
  const [operator, scraped] = await Promise.all([
    deployPrometheusOperator(cluster, { namespace: monitoring }),
    deployPrometheus(cluster, { namespace, scrape: [] }),
  ]);
  stack.use(operator);
  stack.use(scraped);
  const release = { 'app.kubernetes.io/instance': 'scraped' };
  const objects = stack.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.apply([
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: { name: 'scraped', namespace, labels: { ...release, release: 'prometheus' } },
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
        podMetricsEndpoints: [{ port: 'web', path: '/metrics', interval: '1s' }],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'dashboard', namespace, labels: { grafana_dashboard: '1' } },
      data: {
        'dashboard.json': JSON.stringify({
          title: 'Scraped',
          panels: [
            { title: 'Up', targets: [{ expr: 'up{namespace="$namespace"}' }] },
            {
              title: 'Refused',
              targets: [
                {
                  expr: 'rate(prometheus_http_requests_total{namespace="$namespace",code="418"}[$__rate_interval])',
                },
              ],
            },
          ],
        }),
      },
    },
  ]);
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  const http = stack.use(new UndiciProbe());
  ask = (check) =>
    found(
      check,
      {},
      {
        kubernetes: new ApiReader(config, namespace),
        prometheus: new HttpPrometheus(http, operator.url),
        http,
        endpoint: { url: scraped.url, headers: {}, hasApiKey: false },
        subject: subjectOf({
          namespace,
          release: 'scraped',
          workloads: [
            { kind: 'Deployment', name: 'prometheus', templateHash: '', replicas: 1, gpusPerPod: 0 },
          ],
        }),
      },
    );
  suffer = (recipe) => changeObjects(config, namespace, recipe.objects ?? []);
  await vi.waitFor(async () => expect(await ask(checks.targets)).toMatchObject({ outcome: 'pass' }), patient);
});

afterAll(() => stack.disposeAsync());

test.each(Object.entries(checks))('%s passes where all is well', async (_, check) => {
  expect(await ask(check)).toMatchObject({ outcome: 'pass' });
});

/** The path is wrong, the port is that of this program. */
const wrongPath: FaultRecipe = {
  ...monitorWrongPath,
  objects: (monitorWrongPath.objects ?? []).map((change) =>
    change.change === 'patch'
      ? { ...change, patch: { spec: { podMetricsEndpoints: [{ port: 'web', path: '/nothing' }] } } }
      : change,
  ),
};

// What the operator decides at once comes first: what Prometheus has to be told takes a minute or two each time.
const noticed: [FaultRecipe, AnyCheck, RegExp][] = [
  [panelOfUnknownMetric, checks.panels, /nobody has seatrial_renamed_metric/],
  [monitorLabelRemoved, checks.monitor, /no Prometheus takes it/],
  [monitorWrongPort, checks.monitor, /has a port nothing/],
  [wrongPath, checks.targets, /up is 0/],
];
test.each(noticed.map(([recipe, check, reason]) => ({ recipe, check, reason })))(
  '$recipe.id is noticed by $check.id',
  async ({ recipe, check, reason }) => {
    await vi.waitFor(
      async () => expect(await ask(checks.targets)).toMatchObject({ outcome: 'pass' }),
      patient,
    );
    await using _ = await suffer(recipe);
    const answer = { outcome: 'fail', reason: expect.stringMatching(reason) };
    await vi.waitFor(async () => expect(await ask(check)).toMatchObject(answer), patient);
  },
);

test('a counter that is there and stays is noticed', async () => {
  const asked = { path: '/-/healthy', labels: {}, source: 'Prometheus' };
  const counter = (metric: string) => requestsCounted({ ...asked, metric }, { looks: 20, everyMs: 1000 });
  const stays = counter('prometheus_tsdb_checkpoint_creations_failed_total');
  const answer = {
    outcome: 'fail',
    reason: expect.stringMatching(/5 requests were answered, and 0 were counted/),
  };
  await vi.waitFor(async () => expect(await ask(stays)).toMatchObject(answer), patient);
});
