import type { V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import type { PrometheusProbe, PrometheusSample } from '../../probes/prometheus/probe.ts';
import { type Finding, inconclusive, skip } from '../../record/finding.ts';
import { bad, findingOf, good, type Seen, unsure } from '../edge/seen.ts';
import { memberRules, readMembers } from '../workloads/members.ts';
import { noPrometheus, quoted, targetsScraped } from './no-prometheus.ts';
import { type Patience, poll, scrapePatience } from './poll.ts';

/** Whether a pod has a port of that name: what a PodMonitor goes by. */
export const hasPort =
  (name: string) =>
  ({ spec }: V1Pod): boolean =>
    (spec?.containers ?? []).some(({ ports = [] }) => ports.some((port) => port.name === name));

/** `up` is 1 for every component's pod; `isComponent` leaves out what exposes no metrics (NATS). */
export const targetsUp = (
  isComponent: (pod: V1Pod) => boolean = hasPort('metrics'),
  patience: Patience = scrapePatience,
) =>
  defineCheck({
    id: 'targets-up',
    title: 'Prometheus scrapes every component pod',
    question: 'Is every component pod being scraped?',
    needs: { kubernetes: memberRules, prometheus: true },
    timeoutSeconds: 90,
    blames: 'environment',
    source: 'Managed Kubernetes, Verify: up{namespace} returns 1 for every component pod; SIE upgrade 3.5',
    hint: "Look at Prometheus's page of targets: it says why a scrape fails; monitor-selected says whether it looks at all.",
    run: async ({ subject, kubernetes, prometheus, signal }) => {
      if (!prometheus) return skip(noPrometheus);
      const { namespace } = subject;
      const look = async (): Promise<Finding> => {
        const { members } = await readMembers(subject, kubernetes);
        const pods = members.flatMap((member) => member.pods).filter(isComponent);
        if (pods.length === 0) return inconclusive('no pod of the release exposes metrics');
        const series = await prometheus.query(`up{namespace=${quoted(namespace)}}`, signal);
        const told = series.length === 0 ? await notScraped(prometheus, namespace, signal) : null;
        return told ?? judge(pods, series);
      };
      return poll(look, signal, patience);
    },
  });

/** Null where Prometheus scrapes others, so that the emptiness is ours. */
async function notScraped(
  prometheus: PrometheusProbe,
  namespace: string,
  signal: AbortSignal,
): Promise<Finding | null> {
  if ((await targetsScraped(prometheus, signal)) > 0) return null;
  return inconclusive(
    `Prometheus at ${prometheus.url} scrapes nothing at all, so its empty answer for ${namespace} says nothing`,
  );
}

function judge(pods: readonly V1Pod[], series: readonly PrometheusSample[]): Finding {
  const seen = pods.map((pod) => upOf(pod, series));
  return findingOf(
    seen,
    'up is 1 for every component pod',
    `${pods.length} of ${pods.length} pods are scraped`,
  );
}

function upOf({ metadata, status }: V1Pod, series: readonly PrometheusSample[]): Seen {
  const object = `Pod/${metadata?.name}`;
  const own = series.filter(({ labels }) =>
    // Without an operator there may be no label for the pod, but its address is always there.
    labels.pod === undefined
      ? status?.podIP !== undefined && labels.instance?.startsWith(`${status.podIP}:`)
      : labels.pod === metadata?.name,
  );
  if (own.length === 0) return bad(object, 'Prometheus has no series of it: it is not scraped');
  if (own.some(({ value }) => !Number.isFinite(value))) return unsure(object, 'up is no number');
  const down = own.filter(({ value }) => value !== 1);
  const each = own.map(({ labels, value }) => `${value} (${labels.job ?? labels.instance ?? 'no job'})`);
  const text = `up is ${each.join(', ')}${own.length > 1 ? `: ${own.length} targets` : ''}`;
  return down.length > 0 ? bad(object, text) : good(object, text);
}
