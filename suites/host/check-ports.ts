import type { KubeConfig } from '@kubernetes/client-node';
import type { CheckPorts } from '../check.ts';
import { SecretHistory } from '../probes/helm/secret-history.ts';
import type { HttpProbe } from '../probes/http/probe.ts';
import { ApiJobRunner } from '../probes/jobs/api-job-runner.ts';
import { ApiAccessReviewer } from '../probes/kubernetes/api-access-reviewer.ts';
import { ApiLogs } from '../probes/kubernetes/api-logs.ts';
import type { ClusterReader } from '../probes/kubernetes/reader.ts';
import { SystemNetwork } from '../probes/network/system-network.ts';
import { HttpPrometheus } from '../probes/prometheus/http-prometheus.ts';
import type { PrometheusProbe } from '../probes/prometheus/probe.ts';
import { HttpRegistry } from '../probes/registry/http-registry.ts';

export interface CheckPortsOptions {
  readonly config: KubeConfig;
  readonly reader: ClusterReader;
  readonly http: HttpProbe;
  readonly release: string;
  /** Where Prometheus answers; left out: its operator's usual Service. */
  readonly prometheusUrl: string | undefined;
}

/** The Service that prometheus-operator makes for its servers, in the namespace of the seeds' runbooks. */
const usualPrometheus = 'http://prometheus-operated.monitoring.svc:9090';

/** Everything that checks can be given, over the API server and this machine's network. */
export function checkPorts(options: CheckPortsOptions): CheckPorts {
  const { config, reader, http, release, prometheusUrl } = options;
  let prometheus: Promise<PrometheusProbe | null> | undefined;
  return {
    http,
    prometheus: () => {
      prometheus ??= findPrometheus(http, prometheusUrl);
      return prometheus;
    },
    network: new SystemNetwork(),
    logs: new ApiLogs(config, reader.namespace),
    access: new ApiAccessReviewer(config),
    jobs: new ApiJobRunner(config, reader.namespace),
    helm: new SecretHistory(reader, release),
    registry: new HttpRegistry(),
  };
}

/** A named Prometheus is taken at its word, so that its silence shows; the usual one only where it answers. */
export async function findPrometheus(
  http: HttpProbe,
  url: string | undefined,
): Promise<PrometheusProbe | null> {
  if (url !== undefined) return new HttpPrometheus(http, url);
  const found = new HttpPrometheus(http, usualPrometheus);
  return found.query('vector(1)', AbortSignal.timeout(2000)).then(
    () => found,
    () => null,
  );
}
