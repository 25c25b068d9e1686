import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { faultRecipes } from '../../faults/index.ts';
import { buildPrograms } from '../../toolchain/build.ts';
import { sieFixture } from './fixture.ts';

interface Container {
  name: string;
  image: string;
  resources?: { limits?: Record<string, unknown> };
  lifecycle?: object;
  [probe: `${string}Probe`]: object | undefined;
}
interface Manifest {
  kind: string;
  metadata: { name: string; labels: Record<string, string>; annotations?: Record<string, string> };
  data?: Record<string, string>;
  spec: {
    replicas?: number;
    podManagementPolicy?: string;
    maxUnavailable?: number;
    minReplicaCount?: number;
    triggers?: { metadata: Record<string, string> }[];
    selector?: { matchLabels: Record<string, string> };
    endpoints?: object[];
    template: {
      metadata: { labels: Record<string, string> };
      spec: { containers: Container[]; initContainers?: Container[]; terminationGracePeriodSeconds?: number };
    };
  };
}

let helm: string;
beforeAll(async () => {
  helm = (await buildPrograms(['helm'])).helm;
});

function render(values: object, release = 'sie', chart: string = sieFixture.chart): Manifest[] {
  const args = ['template', release, chart, '--namespace', 'sie', '--values', '-'];
  const text = execFileSync(helm, args, { input: JSON.stringify(values), encoding: 'utf8' });
  return parseAllDocuments(text).flatMap((document) => (document.toJS() as Manifest | null) ?? []);
}

const of = (manifests: Manifest[], kind: string, part: string) =>
  manifests.find((one) => one.kind === kind && one.metadata.name.includes(part))!;
const names = (manifests: Manifest[], kind: string) =>
  manifests.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
const isHook = ({ metadata }: Manifest) => metadata.annotations?.['helm.sh/hook'] !== undefined;

describe('the stand-in chart of 0.3.1', () => {
  it('passes lint, and takes no other routing', () => {
    expect(execFileSync(helm, ['lint', sieFixture.chart], { encoding: 'utf8' })).toContain(
      '0 chart(s) failed',
    );
    expect(() => render({ clusterRouting: 'direct' })).toThrow(/clusterRouting must be/);
  });

  it.each([
    ['sie', {}, 'sie-sie-cluster'],
    ['my-sie-cluster', {}, 'my-sie-cluster'],
    ['any', { fullnameOverride: 'sie' }, 'sie'],
  ])('trap 15: release %s with %o is called %s; labels say what is what', (release, extra, fullname) => {
    const manifests = render({ ...sieFixture.values(), ...extra }, release);
    expect(names(manifests, 'Deployment')).toEqual([`${fullname}-config`, `${fullname}-gateway`]);
    expect(names(manifests, 'StatefulSet')).toContain(`${fullname}-worker-l4`);
    for (const component of ['gateway', 'config', 'worker']) {
      const found = manifests.filter(({ kind, metadata, spec }) => {
        const labels = spec?.template?.metadata.labels ?? {};
        return (
          metadata.labels['app.kubernetes.io/component'] === component &&
          metadata.labels['app.kubernetes.io/instance'] === release &&
          labels['app.kubernetes.io/component'] === component &&
          ['Deployment', 'StatefulSet'].includes(kind)
        );
      });
      expect([component, found.length]).toEqual([component, 1]);
    }
    expect(names(manifests, 'Service')).toContain(sieFixture.adminService(release));
  });

  it('trap 4: chart, appVersion, gateway and worker spell one version in four ways', () => {
    const manifests = render(sieFixture.values());
    const { metadata } = of(manifests, 'Deployment', 'gateway');
    expect(metadata.labels).toMatchObject({
      'helm.sh/chart': 'sie-cluster-0.3.1',
      'app.kubernetes.io/version': 'v0.3.1',
    });
    const image = (kind: string, part: string) =>
      of(manifests, kind, part).spec.template.spec.containers[0]!.image.split('/').at(-1);
    expect(image('Deployment', 'gateway')).toBe('sie-gateway:v0.3.1');
    expect(image('StatefulSet', 'worker')).toBe('sie-server:v0.3.1-cuda12-default');
  });

  it('has worker pools with the vendor’s way to end, probes and budgets', () => {
    const manifests = render({ ...sieFixture.values(), standIn: { quickProbes: false } });
    const worker = of(manifests, 'StatefulSet', 'worker-l4');
    expect(worker.spec).toMatchObject({ podManagementPolicy: 'Parallel', replicas: 1 });
    const { terminationGracePeriodSeconds, containers } = worker.spec.template.spec;
    expect(terminationGracePeriodSeconds).toBe(65);
    expect(containers[0]).toMatchObject({
      name: 'worker',
      lifecycle: { preStop: { sleep: { seconds: 10 } } },
      startupProbe: { httpGet: { path: '/healthz' }, periodSeconds: 10, failureThreshold: 60 },
      readinessProbe: { httpGet: { path: '/readyz' }, initialDelaySeconds: 5, periodSeconds: 10 },
      resources: { limits: { 'nvidia.com/gpu': 1 } },
    });
    expect(of(manifests, 'PodDisruptionBudget', 'worker-l4').spec.maxUnavailable).toBe(1);
    expect(of(manifests, 'Deployment', 'gateway').spec.template.spec.containers[0]).toMatchObject({
      startupProbe: { httpGet: { path: '/healthz' }, periodSeconds: 5, failureThreshold: 12 },
      livenessProbe: { httpGet: { path: '/healthz' }, periodSeconds: 10 },
      readinessProbe: { httpGet: { path: '/readyz' }, periodSeconds: 5 },
    });
  });

  it('trap 16: prepull pods carry the pause image, and only their first step the worker’s', () => {
    const { spec } = of(render(sieFixture.values()), 'DaemonSet', 'image-prepull');
    expect(spec.template.metadata.labels['app.kubernetes.io/component']).toBe('image-prepull');
    expect(spec.template.spec.containers[0]!.image).toMatch(/\/pause:/);
    expect(spec.template.spec.initContainers![0]!.image).toMatch(/v0\.3\.1-cuda12-default$/);
  });

  it('trap 10: ScaledObjects come by a hook that no rollback runs; from 0.7 on they are in the manifest', () => {
    const manifests = render(sieFixture.values());
    expect(names(manifests, 'ScaledObject')).toEqual([]);
    const hooks = manifests.filter(isHook);
    expect(hooks.map(({ kind }) => kind)).toEqual(['ConfigMap', 'Job']);
    for (const { metadata } of hooks)
      expect(metadata.annotations?.['helm.sh/hook']).toBe('post-install,post-upgrade');
    const applied = parseAllDocuments(hooks[0]!.data!['scaledobjects.yaml']!).flatMap(
      (document) => (document.toJS() as Manifest | null) ?? [],
    );
    expect(applied.map(({ metadata }) => metadata.name)).toEqual([
      'sie-sie-cluster-worker-l4-scaler',
      'sie-sie-cluster-gateway-scaler',
    ]);
    expect(applied[0]!.spec.triggers).toHaveLength(4);
    for (const { metadata } of applied[0]!.spec.triggers!) expect(metadata.query).toMatch(/ or vector\(0\)$/);

    const later = render(sieFixture.valuesFor(sieFixture.releaseTags.laterNext));
    expect(later.filter(isHook)).toEqual([]);
    expect(names(later, 'ScaledObject')).toEqual([
      'sie-sie-cluster-worker-l4-default-scaler',
      'sie-sie-cluster-gateway-scaler',
    ]);
    expect(names(later, 'StatefulSet')).toContain('sie-sie-cluster-worker-l4-default');
  });

  it('can carry the version of each release, as the vendor’s does', async () => {
    const { next } = sieFixture.releaseTags;
    const manifests = render(sieFixture.valuesFor(next), 'sie', await sieFixture.chartFor(next));
    expect(of(manifests, 'StatefulSet', 'worker-l4').metadata.labels).toMatchObject({
      'helm.sh/chart': 'sie-cluster-0.3.2',
      'app.kubernetes.io/version': 'v0.3.2',
    });
  });

  it('trap 8: the monitor sets no job label, so that the alerts’ jobs do not exist', () => {
    const monitor = of(render(sieFixture.values()), 'ServiceMonitor', 'sie');
    expect(monitor.spec).not.toHaveProperty('jobLabel');
    expect(monitor.spec.endpoints).toMatchObject([{ port: 'http', interval: '15s', scrapeTimeout: '10s' }]);
  });

  it('has four dashboards for Grafana', () => {
    const boards = render(sieFixture.values()).filter(
      ({ metadata }) => metadata.labels.grafana_dashboard === '1',
    );
    const uids = boards.map(({ data }) => (JSON.parse(Object.values(data!)[0]!) as { uid: string }).uid);
    expect(uids.sort()).toEqual([
      'sie-cluster-overview',
      'sie-model-performance',
      'sie-queue-routing',
      'sie-worker-health',
    ]);
  });

  it('changes with the tag every image but those of NATS and of the pause program, and nothing else', () => {
    const { first, next } = sieFixture.releaseTags;
    const workloads = (tag: string) =>
      JSON.stringify(render(sieFixture.valuesFor(tag)).filter(({ spec }) => spec?.template));
    expect(workloads(first).replaceAll(`:${first}`, `:${next}`)).toBe(workloads(next));
    expect(workloads(first).match(/"image":"[^"]*:v0\.3\.1/g)).toHaveLength(5);
  });
});

it.each(faultRecipes.filter(({ platform, values }) => platform === 'sie' && values))(
  '$id can be had by values',
  ({ values }) => {
    const plain = JSON.stringify(render({ ...sieFixture.values() }));
    expect(JSON.stringify(render({ ...sieFixture.values(), ...values }))).not.toBe(plain);
  },
);
