import type { V1ConfigMap } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import type { PrometheusProbe } from '../../probes/prometheus/probe.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { memberRules, readMembers } from '../workloads/members.ts';
import { filledIn, metricsIn, type PanelQuery, queriesOf } from './dashboard.ts';
import { noPrometheus, quoted, targetsScraped } from './no-prometheus.ts';

const label = 'grafana_dashboard=1';
const mostQueries = 100;

interface Asked extends PanelQuery {
  readonly metrics: readonly string[];
  readonly is: 'data' | 'old pods only' | 'empty' | 'refused';
}

/**
 * The panels of the release's dashboards have data, and of pods that are there now. An empty panel whose metric is
 * known is quiet (no errors to count, no request yet); one whose metric nobody declares will never show anything.
 */
export const grafanaPanels = defineCheck({
  id: 'grafana-panels',
  title: "The dashboards' panels have data",
  question: 'Do the Grafana dashboards show data for the new pods?',
  needs: { kubernetes: [...memberRules, 'list:configmaps'], prometheus: true },
  timeoutSeconds: 120,
  blames: 'environment',
  source: 'SIE upgrade 3.5: Grafana dashboards show data for new pods',
  hint: 'Compare the names in the panels with what the pods have at /metrics: a metric that was renamed never errors, it is just gone.',
  async run({ subject, kubernetes, prometheus, signal, progress }) {
    if (!prometheus) return skip(noPrometheus);
    const maps = await kubernetes.list('configmaps', { labels: label });
    const queries = unique(maps.flatMap(dashboardsIn));
    if (queries.length === 0)
      return skip(`no ConfigMap with the label ${label} in ${subject.namespace} holds a dashboard`);
    if ((await targetsScraped(prometheus, signal)) === 0)
      return inconclusive(`Prometheus at ${prometheus.url} scrapes nothing at all`);
    const { members } = await readMembers(subject, kubernetes);
    const pods = new Set(members.flatMap((member) => member.pods.map(({ metadata }) => metadata?.name)));
    const asked: Asked[] = [];
    for (const query of queries.slice(0, mostQueries)) {
      progress(`${asked.length + 1} of ${Math.min(queries.length, mostQueries)} panels' queries`);
      asked.push(await ask(prometheus, query, subject.namespace, pods, signal));
    }
    return judge(asked, await unknownOf(prometheus, asked, signal), queries.length);
  },
});

const dashboardsIn = ({ data = {} }: V1ConfigMap): PanelQuery[] =>
  Object.entries(data).flatMap(([key, text]) => (key.endsWith('.json') ? (queriesOf(text) ?? []) : []));

const unique = (queries: readonly PanelQuery[]): PanelQuery[] => [
  ...new Map(queries.map((query) => [`${query.panel} ${query.expression}`, query])).values(),
];

async function ask(
  prometheus: PrometheusProbe,
  query: PanelQuery,
  namespace: string,
  pods: ReadonlySet<string | undefined>,
  signal: AbortSignal,
): Promise<Asked> {
  const expression = filledIn(query.expression, namespace);
  const metrics = metricsIn(expression);
  const series = await prometheus.query(expression, signal).catch((error) => {
    // What Prometheus cannot read, it answers 400 to; anything else is its trouble, and not the panel's.
    if (error?.code === 'bad-answer') return null;
    throw error;
  });
  if (series === null) return { ...query, metrics, is: 'refused' };
  if (series.length === 0) return { ...query, metrics, is: 'empty' };
  const named = series.flatMap(({ labels }) => labels.pod ?? []);
  const old = named.length === series.length && !named.some((name) => pods.has(name));
  return { ...query, metrics, is: old ? 'old pods only' : 'data' };
}

/** Of the metrics of empty panels, those that have no series (one query for all of them) and that nobody declares. */
async function unknownOf(
  prometheus: PrometheusProbe,
  asked: readonly Asked[],
  signal: AbortSignal,
): Promise<Set<string>> {
  const names = new Set(asked.filter(({ is }) => is === 'empty').flatMap(({ metrics }) => metrics));
  if (names.size === 0) return names;
  const known = await prometheus.query(
    `count by (__name__) ({__name__=~${quoted([...names].join('|'))}})`,
    signal,
  );
  for (const { labels } of known) names.delete(labels.__name__ ?? '');
  for (const name of names) if (await prometheus.declares(name, signal)) names.delete(name);
  return names;
}

function judge(asked: readonly Asked[], unknown: ReadonlySet<string>, all: number) {
  const wrong = asked.flatMap(({ panel, metrics, is }) => {
    if (is === 'old pods only') return [`${panel}: only pods that are gone`];
    const gone = metrics.filter((name) => unknown.has(name));
    return is === 'empty' && gone.length > 0 ? [`${panel}: nobody has ${gone.join(', ')}`] : [];
  });
  const refused = asked.filter(({ is }) => is === 'refused');
  const withData = asked.filter(({ is }) => is === 'data').length;
  const quiet = asked.length - withData - refused.length - wrong.length;
  const text = `${withData} of ${asked.length} queries have data, ${quiet} are quiet`;
  const expected = 'data, or a known metric with nothing to tell, behind every panel';
  if (wrong.length > 0)
    return fail(`${wrong.length} of ${asked.length} panels' queries have no data: ${wrong[0]}`, {
      expected,
      seen: wrong.join('; '),
    });
  if (refused.length > 0)
    return inconclusive(`${text}; Prometheus could not read ${refused.length}, with variables filled in`, {
      expected,
      seen: refused.map(({ panel, expression }) => `${panel}: ${expression}`).join('; '),
    });
  if (withData === 0) return inconclusive('every panel is quiet: there was no traffic to show', { expected });
  return pass(all > asked.length ? `${text}; the first ${asked.length} of ${all} were asked` : text, {
    expected,
  });
}
