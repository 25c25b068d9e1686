/** Pods that a Prometheus scrapes: in these namespaces, and either on ports of a name or as their annotations say. */
export interface ScrapedPods {
  readonly namespaces: readonly string[];
  /** The name of a container's port, e.g. `metrics`; left out: `prometheus.io/scrape`, `/port`, `/path`. */
  readonly port?: string;
  /** `job` of the series; left out: `NAMESPACE/pods`, as a PodMonitor called `pods` gives it. */
  readonly job?: string;
}

const pod = (name: string) => `__meta_kubernetes_pod_${name}`;
const annotation = (name: string) => pod(`annotation_prometheus_io_${name}`);

/**
 * Prometheus's own configuration. The labels of a series are those that the
 * operator's PodMonitor would give it: namespace, pod, container, endpoint, job, instance.
 */
export function prometheusConfig(
  scraped: readonly ScrapedPods[],
  intervalSeconds: number,
  others: readonly object[] = [],
): object {
  const every = `${intervalSeconds}s`;
  return {
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    scrape_configs: [
      ...others,
      ...scraped.map((one, index) => ({
        job_name: `pods-${index}`,
        kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: one.namespaces } }],
        relabel_configs: [
          { source_labels: [pod('phase')], regex: '(Failed|Succeeded)', action: 'drop' },
          ...(one.port === undefined ? byAnnotation : byPort(one.port)),
          { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
          { source_labels: [pod('name')], target_label: 'pod' },
          one.job === undefined
            ? {
                source_labels: ['__meta_kubernetes_namespace'],
                target_label: 'job',
                replacement: `\${1}/${one.port ?? 'pods'}`,
              }
            : { target_label: 'job', replacement: one.job },
        ],
      })),
    ],
  };
}

const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The kubelets' metrics of containers, with the labels that prometheus-operator's usual ServiceMonitor gives them. */
export const kubeletScrape: object = {
  job_name: 'kubelet',
  scheme: 'https',
  metrics_path: '/metrics/cadvisor',
  authorization: { credentials_file: `${account}/token` },
  tls_config: { ca_file: `${account}/ca.crt` },
  honor_timestamps: false,
  kubernetes_sd_configs: [{ role: 'node' }],
  relabel_configs: [
    { source_labels: ['__meta_kubernetes_node_name'], target_label: 'node' },
    { source_labels: ['__metrics_path__'], target_label: 'metrics_path' },
  ],
};

const byPort = (name: string): object[] => [
  { source_labels: [pod('container_port_name')], regex: name, action: 'keep' },
  { target_label: 'endpoint', replacement: name },
  { source_labels: [pod('container_name')], target_label: 'container' },
];

const byAnnotation: readonly object[] = [
  { source_labels: [annotation('scrape')], regex: 'true', action: 'keep' },
  // The ports of a pod become one target here, for nothing else tells them apart.
  {
    source_labels: [annotation('port'), pod('ip')],
    regex: '(\\d+);(.+)',
    target_label: '__address__',
    replacement: '$2:$1',
  },
  { source_labels: [annotation('path')], regex: '(.+)', target_label: '__metrics_path__' },
];
