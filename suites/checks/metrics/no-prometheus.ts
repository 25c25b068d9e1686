import type { PrometheusProbe } from '../../probes/prometheus/probe.ts';

/** Why a check that asks Prometheus is skipped. */
export const noPrometheus =
  'no Prometheus was found: name the one that scrapes the platform in settings.prometheus, if there is one';

/**
 * Targets that Prometheus scrapes at all. An empty answer to any other query says something only where this is not
 * zero: a success with no result is also what a Prometheus answers that has just started, or is another one.
 */
export async function targetsScraped(prometheus: PrometheusProbe, signal: AbortSignal): Promise<number> {
  const [count] = await prometheus.query('count(up)', signal);
  return count && Number.isFinite(count.value) ? count.value : 0;
}

/** A PromQL string. */
export const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
