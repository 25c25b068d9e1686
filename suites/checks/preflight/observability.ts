import { defineCheck } from '../../check.ts';
import type { HttpProbe } from '../../probes/http/probe.ts';
import type { PrometheusProbe } from '../../probes/prometheus/probe.ts';
import { type Finding, fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { wasRefused } from '../edge/seen.ts';

/** Prometheus answers with data about the release, and Grafana is up: what one watches the rollout with. */
export const observability = defineCheck({
  id: 'preflight.observability',
  title: 'Prometheus and Grafana answer',
  question: 'Could one watch the rollout on the dashboards?',
  needs: { prometheus: true, http: true, kubernetes: ['list:podmonitors', 'list:servicemonitors'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrade Runbook 1.4 Verify Observability Stack',
  hint: 'look at the targets page of Prometheus, and at the settings prometheus and grafana',
  async run({ prometheus, http, kubernetes, settings, subject, signal }) {
    const parts: Finding[] = [];
    if (prometheus) {
      const monitors = [
        ...(await kubernetes.list('podmonitors')),
        ...(await kubernetes.list('servicemonitors')),
      ].map(({ metadata }) => metadata?.name ?? '?');
      parts.push(await metrics(prometheus, subject.namespace, monitors, signal));
    }
    if (settings.grafana !== undefined) parts.push(await grafana(http, settings.grafana, signal));
    const [first] = parts;
    if (!first) return skip('no Prometheus was found, and the settings prometheus and grafana are not given');
    const worst =
      parts.find(({ outcome }) => outcome === 'fail') ?? parts.find(({ outcome }) => outcome !== 'pass');
    return worst ?? { ...first, reason: parts.map(({ reason }) => reason).join('; ') };
  },
});

async function metrics(
  prometheus: PrometheusProbe,
  namespace: string,
  monitors: readonly string[],
  signal: AbortSignal,
): Promise<Finding> {
  const seen = {
    expected: `up{namespace="${namespace}"} has series`,
    objects: monitors.map((name) => `Monitor/${name}`),
  };
  const own = await prometheus.query(`up{namespace="${namespace}"}`, signal).catch((error) => {
    if (wasRefused(error)) return null;
    throw error;
  });
  if (own === null) return fail(`nobody answers at ${prometheus.url}`, seen);
  if (own.length > 0) {
    const down = own.filter(({ value }) => value !== 1);
    const told = down.length === 0 ? '' : `, ${down.length} of them down`;
    return pass(`Prometheus scrapes ${own.length} targets of ${namespace}${told}`, seen);
  }
  // Success with an empty answer is how a Prometheus looks that scrapes something else.
  const [all] = await prometheus.query('count(up)', signal);
  if (!all || !Number.isFinite(all.value) || all.value === 0)
    return fail('Prometheus answers, and has no series at all', seen);
  return monitors.length > 0
    ? fail(
        `Prometheus answers, and has no series of ${namespace}, which has ${monitors.length} monitors`,
        seen,
      )
    : inconclusive(
        `Prometheus answers, and has no series of ${namespace}, where no monitor asks for any`,
        seen,
      );
}

async function grafana(http: HttpProbe, url: string, signal: AbortSignal): Promise<Finding> {
  const { status, body } = await http.request(`${url.replace(/\/+$/, '')}/api/health`, {
    signal,
    maxBytes: 64 * 1024,
  });
  const seen = { expected: '200 with database ok', seen: `${status} ${body.toString('utf8', 0, 200)}` };
  if (status === 200 && /"database"\s*:\s*"ok"/.test(body.toString())) return pass('Grafana is up', seen);
  return status >= 500 || status === 200
    ? fail(`Grafana answers ${status}, and not that it is well`, seen)
    : inconclusive(`Grafana answers ${status} to /api/health`, seen);
}
