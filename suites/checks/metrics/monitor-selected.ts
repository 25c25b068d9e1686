import { defineCheck } from '../../check.ts';
import type { Monitor, PrometheusServer } from '../../probes/kubernetes/custom-kinds.ts';
import { skip } from '../../record/finding.ts';
import { isOfRelease } from '../edge/release-ingresses.ts';
import { bad, findingOf, good, type Seen, unsure } from '../edge/seen.ts';
import { type Labels, selects } from '../workloads/label-selector.ts';
import { isLive } from '../workloads/members.ts';

/** Every PodMonitor and ServiceMonitor of the release is taken by a Prometheus that is there, and finds ports to scrape. */
export const monitorSelected = defineCheck({
  id: 'monitor-selected',
  title: 'A Prometheus takes the monitors',
  question: 'Does the Prometheus that is there look at the PodMonitor or ServiceMonitor?',
  needs: {
    kubernetes: [
      'list:podmonitors',
      'list:servicemonitors',
      'list:prometheuses',
      'list:pods',
      'list:services',
      'get:namespaces',
    ],
  },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Managed Kubernetes, Verify: the PodMonitor is discovered through the release: prometheus label',
  hint: "Give the monitor the labels that the Prometheus's podMonitorSelector or serviceMonitorSelector asks for.",
  async run({ kubernetes, subject }) {
    const [podMonitors, serviceMonitors] = await Promise.all([
      kubernetes.list('podmonitors'),
      kubernetes.list('servicemonitors'),
    ]);
    const [pods, services] = await Promise.all([kubernetes.list('pods'), kubernetes.list('services')]);
    const live = pods.filter(isLive);
    const ports = {
      pod: live.map(({ metadata, spec }) => ({
        labels: metadata?.labels,
        ports: (spec?.containers ?? []).flatMap((container) => container.ports ?? []),
      })),
      service: services.map(({ metadata, spec }) => ({ labels: metadata?.labels, ports: spec?.ports ?? [] })),
    };
    const monitors = [
      ...podMonitors.map((monitor) => ({ kind: 'pod' as const, monitor })),
      ...serviceMonitors.map((monitor) => ({ kind: 'service' as const, monitor })),
    ].filter(({ monitor }) => isOfRelease(monitor, subject.release));
    if (monitors.length === 0)
      return skip(
        `release ${subject.release} has no PodMonitor and no ServiceMonitor in ${subject.namespace}`,
      );
    const servers = await kubernetes.list('prometheuses');
    if (servers.length === 0) return skip('there is no Prometheus of the Prometheus operator in the cluster');
    // Read only where a Prometheus asks for more of a namespace than its name.
    let known: Promise<Labels> | undefined;
    const own = { [nameLabel]: subject.namespace };
    const namespaceLabels: NamespaceLabels = (byName) => {
      if (byName) return Promise.resolve(own);
      known ??= kubernetes
        .get('namespaces', subject.namespace)
        .then((found) => found?.metadata?.labels ?? own);
      return known;
    };
    const seen = await Promise.all(
      monitors.map(async ({ kind, monitor }): Promise<Seen> => {
        const chosen = await takenBy(kind, monitor, servers, subject.namespace, namespaceLabels);
        if (chosen.is !== 'good') return chosen;
        return portless(kind, monitor, ports[kind], subject.namespace) ?? chosen;
      }),
    );
    const count = `${seen.length} of ${seen.length}`;
    return findingOf(seen, 'taken by a Prometheus, with ports to scrape', `${count} monitors are taken`);
  },
});

type NamespaceLabels = (byName: boolean) => Promise<Labels>;
type MonitorKind = 'pod' | 'service';

const nameLabel = 'kubernetes.io/metadata.name';
const objectOf = (kind: MonitorKind, { metadata }: Monitor): string =>
  `${kind === 'pod' ? 'PodMonitor' : 'ServiceMonitor'}/${metadata?.name}`;

async function takenBy(
  kind: MonitorKind,
  monitor: Monitor,
  servers: readonly PrometheusServer[],
  namespace: string,
  namespaceLabels: NamespaceLabels,
): Promise<Seen> {
  const object = objectOf(kind, monitor);
  const wanted: string[] = [];
  let unmanaged = 0;
  for (const { metadata, spec = {} } of servers) {
    const name = `Prometheus/${metadata?.name}`;
    if (!spec.podMonitorSelector && !spec.serviceMonitorSelector) unmanaged++;
    const selector = kind === 'pod' ? spec.podMonitorSelector : spec.serviceMonitorSelector;
    const places = kind === 'pod' ? spec.podMonitorNamespaceSelector : spec.serviceMonitorNamespaceSelector;
    const keys = [
      ...Object.keys(places?.matchLabels ?? {}),
      ...(places?.matchExpressions ?? []).map(({ key }) => key),
    ];
    // Without a selector of namespaces, a Prometheus looks in its own.
    const here = places
      ? selects(places, await namespaceLabels(keys.every((key) => key === nameLabel)))
      : metadata?.namespace === namespace;
    if (here && selects(selector, monitor.metadata?.labels)) return good(object, `taken by ${name}`);
    wanted.push(
      here
        ? `${name} wants ${JSON.stringify(selector ?? null)}`
        : `${name} in ${metadata?.namespace} does not look in ${namespace}`,
    );
  }
  if (unmanaged === servers.length) return unsure(object, 'the Prometheus has a configuration of its own');
  return bad(
    object,
    `no Prometheus takes it: its labels are ${JSON.stringify(monitor.metadata?.labels ?? {})}, ${wanted.join(', ')}`,
  );
}

interface WithPorts {
  readonly labels: Labels;
  readonly ports: readonly { readonly name?: string }[];
}

/** A monitor that is taken and selects nothing, or ports that nothing has, scrapes nothing and says so nowhere. */
function portless(
  kind: MonitorKind,
  monitor: Monitor,
  candidates: readonly WithPorts[],
  namespace: string,
): Seen | null {
  const { spec = {} } = monitor;
  const object = objectOf(kind, monitor);
  const places = spec.namespaceSelector;
  if (places?.matchNames && !places.any && !places.matchNames.includes(namespace))
    return bad(object, `it looks in ${places.matchNames.join(', ')}, not in ${namespace}`);
  const selected = candidates.filter(({ labels }) => selects(spec.selector ?? {}, labels));
  const what = kind === 'pod' ? 'pod' : 'Service';
  if (selected.length === 0) return bad(object, `its selector fits no ${what}`);
  const names = (spec.podMetricsEndpoints ?? spec.endpoints ?? []).flatMap(({ port }) => port ?? []);
  const missing = names.find(
    (name) => !selected.some(({ ports }) => ports.some((port) => port.name === name)),
  );
  return missing === undefined
    ? null
    : bad(object, `none of ${selected.length} ${what}s has a port ${missing}`);
}
