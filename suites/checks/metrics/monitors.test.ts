import { describe, expect, test } from 'vitest';
import type { PrometheusSample } from '../../probes/prometheus/probe.ts';
import type { Outcome } from '../../record/outcome.ts';
import { found, type Objects } from '../edge/testing/context.ts';
import { deploymentOf, podOf } from '../testing/cluster.ts';
import { filledIn, metricsIn, queriesOf } from './dashboard.ts';
import { grafanaPanels } from './grafana-panels.ts';
import { monitorSelected } from './monitor-selected.ts';

const release = { 'app.kubernetes.io/instance': 'cartesia' };

describe('monitor-selected', () => {
  const monitor = (labels: object = { release: 'prometheus' }, spec: object = {}) => ({
    metadata: { name: 'cartesia-monitor', labels: { ...release, ...labels } },
    spec: { selector: { matchLabels: { app: 'api' } }, podMetricsEndpoints: [{ port: 'metrics' }], ...spec },
  });
  const prometheus = (spec: object = {}) => ({
    metadata: { name: 'k8s', namespace: 'monitoring' },
    spec: {
      podMonitorSelector: { matchLabels: { release: 'prometheus' } },
      podMonitorNamespaceSelector: {},
      ...spec,
    },
  });
  const ports = [{ name: 'metrics', containerPort: 8080 }];
  const pods = [podOf('api-a', null, 'api', { spec: { containers: [{ name: 'api', ports }] } })];
  const cluster = (over: Objects = {}): Objects => ({
    podmonitors: [monitor()],
    servicemonitors: [],
    prometheuses: [prometheus()],
    pods,
    services: [],
    namespaces: [{ metadata: { name: 'cartesia', labels: { team: 'speech' } } }],
    ...over,
  });
  const { prometheuses: _, ...unreadable } = cluster();
  const { namespaces: __, ...unnamed } = cluster();
  const byTeam = { podMonitorNamespaceSelector: { matchLabels: { team: 'speech' } } };
  const byName = {
    podMonitorNamespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'cartesia' } },
  };
  const service = { metadata: { name: 'api', labels: { app: 'api' } }, spec: { ports: [{ name: 'http' }] } };
  const endpoints = { podMetricsEndpoints: undefined, endpoints: [{ port: 'http' }] };
  const servers = prometheus({ serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {} });

  test.each<[Outcome, RegExp, Objects]>([
    ['pass', /1 of 1 monitors/, cluster()],
    [
      'fail',
      /no Prometheus takes it.*Prometheus\/k8s wants .*"release":"prometheus"/,
      cluster({ podmonitors: [monitor({})] }),
    ],
    // Kubernetes' rule: a missing selector selects nothing, an empty one everything.
    [
      'fail',
      /wants null/,
      cluster({ prometheuses: [prometheus({ podMonitorSelector: undefined, serviceMonitorSelector: {} })] }),
    ],
    [
      'pass',
      /1 of 1/,
      cluster({ podmonitors: [monitor({})], prometheuses: [prometheus({ podMonitorSelector: {} })] }),
    ],
    [
      'fail',
      /in monitoring does not look in cartesia/,
      cluster({ prometheuses: [prometheus({ podMonitorNamespaceSelector: undefined })] }),
    ],
    ['pass', /1 of 1/, cluster({ prometheuses: [prometheus(byTeam)] })],
    ['pass', /1 of 1/, { ...unnamed, prometheuses: [prometheus(byName)] }],
    ['inconclusive', /namespaces/, { ...unnamed, prometheuses: [prometheus(byTeam)] }],
    ['inconclusive', /list prometheuses/, unreadable],
    [
      'inconclusive',
      /configuration of its own/,
      cluster({ prometheuses: [{ metadata: { name: 'k8s' }, spec: {} }] }),
    ],
    [
      'fail',
      /none of 1 pods has a port nothing/,
      cluster({ podmonitors: [monitor(undefined, { podMetricsEndpoints: [{ port: 'nothing' }] })] }),
    ],
    [
      'fail',
      /selector fits no pod/,
      cluster({ podmonitors: [monitor(undefined, { selector: { matchLabels: { app: 'x' } } })] }),
    ],
    [
      'fail',
      /looks in other/,
      cluster({ podmonitors: [monitor(undefined, { namespaceSelector: { matchNames: ['other'] } })] }),
    ],
    [
      'pass',
      /1 of 1/,
      cluster({
        podmonitors: [],
        servicemonitors: [monitor(undefined, endpoints)],
        services: [service],
        prometheuses: [servers],
      }),
    ],
    [
      'fail',
      /no Service/,
      cluster({ podmonitors: [], servicemonitors: [monitor(undefined, endpoints)], prometheuses: [servers] }),
    ],
    ['skip', /no PodMonitor and no ServiceMonitor/, cluster({ podmonitors: [] })],
    ['skip', /no Prometheus of the Prometheus operator/, cluster({ prometheuses: [] })],
  ])('%s %s', async (outcome, reason, objects) => {
    expect(await found(monitorSelected, objects)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('a dashboard', () => {
  test('gives the queries of all its panels, also of rows', () => {
    const inner = { title: 'Inner', targets: [{ expr: 'b' }, { expr: ' ' }] };
    const panels = [
      { title: 'Outer', datasource: { type: 'prometheus', uid: 'x' }, targets: [{ expr: 'a' }] },
      { title: 'Logs', datasource: { type: 'loki' }, targets: [{ expr: '{app="x"}' }] },
      { title: 'Row', type: 'row', panels: [inner] },
    ];
    expect(queriesOf(JSON.stringify({ title: 'D', panels }))).toEqual([
      { panel: 'D / Outer', expression: 'a' },
      { panel: 'D / Inner', expression: 'b' },
    ]);
    expect(queriesOf('no')).toBeNull();
  });

  test.each([
    ['up{namespace="$namespace"}', 'up{namespace="sie"}'],
    ['rate(a{pod=~"$pod"}[$__rate_interval])', 'rate(a{pod=~".*"}[5m])'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as Grafana writes it
    ['a{pod="$pod",namespace="${namespace}"}', 'a{pod=~".*",namespace="sie"}'],
    ['a{x!="y"} > [[__interval_ms]]', 'a{x!="y"} > 60000'],
  ])('is filled in: %s', (expression, filled) => {
    expect(filledIn(expression, 'sie')).toBe(filled);
  });

  test.each([
    ['sum by (le, pod) (rate(a_bucket{x="b_total"}[5m]))', ['a_bucket']],
    [
      'histogram_quantile(0.95, sum(rate(a:b{}[5m])) by (le)) / on(pod) group_left(x) c_total or vector(0)',
      ['a:b', 'c_total'],
    ],
    [
      '(sie_config_epoch - on() sie_gateway_config_epoch) > 0',
      ['sie_config_epoch', 'sie_gateway_config_epoch'],
    ],
    ['a offset 5m > bool 1e6', ['a']],
  ])('asks for the metrics in %s', (expression, names) => {
    expect(metricsIn(expression)).toEqual(names);
  });
});

describe('grafana-panels', () => {
  const dashboard = (...expressions: string[]): Objects => ({
    ...deploymentOf('tts-worker'),
    statefulsets: [],
    daemonsets: [],
    configmaps: [
      {
        metadata: { name: 'dashboards', labels: { grafana_dashboard: '1' } },
        data: {
          'a.json': JSON.stringify({
            title: 'D',
            panels: expressions.map((expr) => ({ title: expr, targets: [{ expr }] })),
          }),
        },
      },
      { metadata: { name: 'other' }, data: { 'b.json': 'no' } },
    ],
  });
  const known: Record<string, PrometheusSample[]> = {
    'count(up)': [{ labels: {}, value: 3 }],
    'a{namespace="cartesia"}': [{ labels: { pod: 'tts-worker-a' }, value: 1 }],
    old: [{ labels: { pod: 'long-gone' }, value: 1 }],
    'count by (__name__) ({__name__=~"quiet"})': [{ labels: { __name__: 'quiet' }, value: 9 }],
  };
  const prometheus = {
    url: 'http://prometheus',
    query: async (query: string) => known[query] ?? [],
    declares: async (metric: string) => metric === 'ttft_seconds_bucket',
  };
  test.each<[Outcome, RegExp, Objects, object]>([
    [
      'pass',
      /1 of 2 queries have data, 1 are quiet/,
      dashboard('a{namespace="$namespace"}', 'quiet{code="500"}'),
      { prometheus },
    ],
    // Trap 5: dashboards ask for metrics that no component defines.
    [
      'fail',
      /nobody has sie_request_queue_depth/,
      dashboard('a{namespace="$namespace"}', 'sie_request_queue_depth'),
      { prometheus },
    ],
    [
      'pass',
      /1 of 2 queries have data, 1 are quiet/,
      dashboard('a{namespace="$namespace"}', 'rate(ttft_seconds_bucket[5m])'),
      { prometheus },
    ],
    ['fail', /only pods that are gone/, dashboard('old'), { prometheus }],
    ['inconclusive', /every panel is quiet/, dashboard('quiet'), { prometheus }],
    [
      'inconclusive',
      /scrapes nothing/,
      dashboard('a'),
      { prometheus: { ...prometheus, query: async () => [] } },
    ],
    ['skip', /grafana_dashboard=1/, { ...dashboard(), configmaps: [] }, { prometheus }],
    ['skip', /settings.prometheus/, dashboard('a'), { prometheus: null }],
  ])('%s %s', async (outcome, reason, objects, over) => {
    expect(await found(grafanaPanels, objects, over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});
