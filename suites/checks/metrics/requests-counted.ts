import { defineCheck } from '../../check.ts';
import type { PrometheusProbe, PrometheusSample } from '../../probes/prometheus/probe.ts';
import { type Finding, fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { noPrometheus, quoted, targetsScraped } from './no-prometheus.ts';
import { type Patience, poll, scrapePatience } from './poll.ts';

export interface CountedRequest {
  /** A counter. */
  readonly metric: string;
  /** Labels that the counter's series have for these requests, besides the namespace. */
  readonly labels: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Requests sent; 5 unless told. */
  readonly times?: number;
  readonly source: string;
}

/**
 * A counter increases by at least as much as we send. That a query returns data proves nothing: a counter may be
 * there with a zero of its own, or stay empty for ever (SIE 0.3.1 has both).
 */
export const requestsCounted = (asked: CountedRequest, patience: Patience = scrapePatience) =>
  defineCheck({
    id: 'requests-counted',
    title: 'Requests are counted',
    question: 'Do our own requests arrive in the metrics?',
    needs: { http: true, prometheus: true },
    timeoutSeconds: 120,
    blames: 'environment',
    source: asked.source,
    hint: "Compare the counter at the pod's own /metrics with what Prometheus has: targets-up says whether it is scraped.",
    async run({ subject, endpoint, http, prometheus, signal }) {
      if (!prometheus) return skip(noPrometheus);
      const times = asked.times ?? 5;
      const selectors = selectorsOf(asked, subject.namespace);
      const selector = selectors.join(' or ');
      const before = await prometheus.query(selector, signal);
      for (let sent = 0; sent < times; sent++) {
        const { status } = await http.request(`${endpoint.url}${asked.path}`, {
          method: asked.method ?? 'GET',
          headers: { ...endpoint.headers, ...asked.headers },
          ...(asked.body !== undefined && { body: asked.body }),
          signal,
        });
        if (status !== 200)
          return inconclusive(
            `our own request to ${asked.path} answered ${status}, so there is nothing to count`,
          );
      }
      const sentAt = await clockOf(prometheus, signal);
      const look = () => counted({ prometheus, selectors, before, times, sentAt, signal });
      return poll(look, signal, patience);
    },
  });

/** Labels that targets of the Prometheus operator have: a metric's own of that name is kept as `exported_…`. */
const ofTargets = ['container', 'endpoint', 'instance', 'job', 'namespace', 'pod', 'service'];

/** The counter's series, where its target has no labels of the same names, and where it has (`honorLabels: false`). */
export function selectorsOf({ metric, labels }: CountedRequest, namespace: string): string[] {
  const series = (rename: (name: string) => string) => {
    const own = Object.entries(labels).map(([name, value]) => `${rename(name)}=${quoted(value)}`);
    return `${metric}{${[`namespace=${quoted(namespace)}`, ...own].join(',')}}`;
  };
  return [
    ...new Set([
      series((name) => name),
      series((name) => (ofTargets.includes(name) ? `exported_${name}` : name)),
    ]),
  ];
}

interface Question {
  readonly prometheus: PrometheusProbe;
  readonly selectors: readonly string[];
  readonly before: readonly PrometheusSample[];
  readonly times: number;
  /** When the last request had been answered, in seconds of Prometheus's clock. */
  readonly sentAt: number;
  readonly signal: AbortSignal;
}

async function counted({ prometheus, selectors, before, times, sentAt, signal }: Question): Promise<Finding> {
  const selector = selectors.join(' or ');
  const after = await prometheus.query(selector, signal);
  const evidence = { expected: `${selector} increases by ${times}`, seen: 'no series' };
  if (after.length === 0) {
    const targets = await targetsScraped(prometheus, signal);
    return targets > 0
      ? fail(`${times} requests were answered, and Prometheus has no ${selector}`, evidence)
      : inconclusive(`Prometheus at ${prometheus.url} scrapes nothing at all`);
  }
  const increase = increaseOf(before, after);
  if (!Number.isFinite(increase)) return inconclusive(`${selector} is no number`);
  const seen = { ...evidence, seen: `increased by ${increase} in ${after.length} series` };
  if (increase >= times) return pass(`${increase} requests counted after ${times} of ours`, seen);
  // Of anything but a selector, timestamp() is the time of the query.
  const stamps = selectors.map((one) => `timestamp(${one})`).join(' or ');
  const scraped = await prometheus.query(`min(${stamps})`, signal);
  const at = scraped[0]?.value ?? Number.NaN;
  if (!(at > sentAt)) return inconclusive('Prometheus has not scraped the counter since our requests', seen);
  return fail(`${times} requests were answered, and ${increase} were counted`, seen);
}

/** As PromQL's `increase`, without its extrapolation: a series that fell began anew at zero, one that is new too. */
export function increaseOf(before: readonly PrometheusSample[], after: readonly PrometheusSample[]): number {
  const known = new Map(before.map(({ labels, value }) => [keyOf(labels), value]));
  return after.reduce((sum, { labels, value }) => {
    const was = known.get(keyOf(labels)) ?? 0;
    return sum + (value >= was ? value - was : value);
  }, 0);
}

const keyOf = (labels: PrometheusSample['labels']): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

async function clockOf(prometheus: PrometheusProbe, signal: AbortSignal): Promise<number> {
  return (await prometheus.query('time()', signal))[0]?.value ?? Number.NaN;
}
