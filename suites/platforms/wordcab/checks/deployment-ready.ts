import type { V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../../../check.ts';
import { isLive } from '../../../checks/workloads/members.ts';
import type { HttpProbe } from '../../../probes/http/probe.ts';
import { ProbeError } from '../../../probes/probe-error.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { isOdd, listDeployments } from '../lists.ts';
import { type Sample, samplesOf } from '../series.ts';

const metric = 'wordcab_deployment_ready';
/** Which pod has the metric is not published: one of each workload is asked, of so many at most. */
const mostPods = 20;

/** The deployment calls itself healthy, and its own metric says that every pool is. */
export const deploymentReady = defineCheck({
  id: 'wordcab.deployment-ready',
  title: 'The deployment is healthy, and wordcab_deployment_ready is 1',
  question: 'Does the deployment say of itself that it is ready?',
  needs: { kubernetes: ['list:pods'], http: true, prometheus: true },
  timeoutSeconds: 45,
  blames: 'release',
  source: 'Upgrades & rollback: wordcab deploy status; Observability: wordcab_deployment_ready',
  hint: 'Ask `wordcab deploy status` which pool is not healthy, then read the Events of its pods.',
  async run({ subject, endpoint, kubernetes, http, prometheus, signal }) {
    const list = await listDeployments({ endpoint, http, signal });
    const own = isOdd(list)
      ? null
      : (list.items.find(({ name }) => name === subject.release) ??
        (list.items.length === 1 ? list.items[0]! : null));
    const health = typeof own?.health === 'string' ? own.health : null;
    const scraped = await scrape(await kubernetes.list('pods'), subject.release, http, signal);
    const samples =
      scraped.length > 0 || !prometheus
        ? scraped
        : await prometheus.query(`${metric}{namespace="${subject.namespace}"}`, signal);
    const mine = samples.filter(({ labels }) => labels.deployment === subject.release);
    const judged = mine.length > 0 ? mine : samples;
    const values = [...new Set(judged.map(({ value }) => value))];
    const seen = {
      expected: `health healthy, ${metric} 1`,
      seen: `health ${health ?? 'not told'}, ${metric} ${values.join(' and ') || 'nowhere'}`,
    };
    if (health !== null && health !== 'healthy') return fail(`the deployment's health is ${health}`, seen);
    if (values.length > 1) return inconclusive(`${metric} has ${judged.length} series that differ`, seen);
    if (values[0] !== undefined && values[0] !== 1)
      return values[0] === 0
        ? fail(`${metric} is 0: not every pool is healthy`, seen)
        : inconclusive(`${metric} is ${values[0]}`, seen);
    if (health === null && values.length === 0)
      return inconclusive(
        isOdd(list)
          ? `GET /v1/deployments answered ${list.status}, and no pod shows ${metric}`
          : `no deployment is called ${subject.release}, and no pod shows ${metric}`,
        seen,
      );
    return pass(health === null ? `${metric} is 1` : 'the deployment is healthy', seen);
  },
});

/** The metric's samples of the first pod that has it; none where no pod can be reached. */
async function scrape(
  pods: readonly V1Pod[],
  release: string,
  http: HttpProbe,
  signal: AbortSignal,
): Promise<Sample[]> {
  const own = pods.filter(
    (pod) =>
      isLive(pod) && pod.status?.podIP && pod.metadata?.labels?.['app.kubernetes.io/instance'] === release,
  );
  const oneOfEach = Map.groupBy(own, ({ metadata }) => metadata?.ownerReferences?.[0]?.uid ?? metadata?.uid);
  for (const [pod] of [...oneOfEach.values()].slice(0, mostPods)) {
    const ports = (pod?.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
    const port = ports.find(({ name }) => name === 'metrics') ?? ports[0];
    if (!pod || !port) continue;
    try {
      const { status, body } = await http.request(
        `http://${pod.status!.podIP}:${port.containerPort}/metrics`,
        { maxBytes: 4 * 1024 * 1024, signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]) },
      );
      const samples = status === 200 ? samplesOf(metric, body.toString()) : [];
      if (samples.length > 0) return samples;
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
    }
  }
  return [];
}
