import type { V1Ingress, V1Service } from '@kubernetes/client-node';
import type { ClusterReader } from '../../probes/kubernetes/reader.ts';
import type { Subject } from '../../release/subject.ts';

/** What it takes to find a release's Ingresses. */
export const ingressRules = ['list:ingresses', 'list:services'] as const;
export type IngressReader = ClusterReader<(typeof ingressRules)[number]>;

interface Labelled {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** Whether Helm, or the chart's labels, say that the object belongs to the release. */
export const isOfRelease = ({ metadata }: Labelled, release: string): boolean =>
  metadata?.labels?.['app.kubernetes.io/instance'] === release ||
  metadata?.annotations?.['meta.helm.sh/release-name'] === release;

/** The Ingresses of a release: its own, and those that users wrote themselves and that lead to one of its Services. */
export async function releaseIngresses(kubernetes: IngressReader, subject: Subject): Promise<V1Ingress[]> {
  const [ingresses, services] = await Promise.all([
    kubernetes.list('ingresses'),
    kubernetes.list('services'),
  ]);
  const own = new Set(
    services.filter((service) => isOfRelease(service as V1Service, subject.release)).map(nameOf),
  );
  return ingresses.filter(
    (ingress) =>
      isOfRelease(ingress, subject.release) || backendsOf(ingress).some((service) => own.has(service)),
  );
}

const nameOf = ({ metadata }: { metadata?: { name?: string } }): string => metadata?.name ?? '?';

function backendsOf({ spec }: V1Ingress): string[] {
  const paths = (spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
  const backends = [spec?.defaultBackend, ...paths.map(({ backend }) => backend)];
  return backends.flatMap((backend) => backend?.service?.name ?? []);
}

export const ingressName = (ingress: V1Ingress): string => `Ingress/${nameOf(ingress)}`;

/** Every name that an Ingress serves, also wildcards. */
export const hostsOf = ({ spec }: V1Ingress): string[] => [
  ...new Set([
    ...(spec?.rules ?? []).flatMap(({ host }) => host ?? []),
    ...(spec?.tls ?? []).flatMap(({ hosts }) => hosts ?? []),
  ]),
];

/** Addresses and host names of its load balancer. */
export const addressesOf = ({ status }: V1Ingress): string[] =>
  (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);

export const noIngress = ({ namespace, release }: Subject): string =>
  `no Ingress in ${namespace} leads to release ${release}`;
