import { defineCheck } from '../../check.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { fail, pass, skip } from '../../record/finding.ts';
import { wasRefused } from '../edge/seen.ts';
import { noPrometheus, targetsScraped } from './no-prometheus.ts';

/** Prometheus serves queries, and scrapes: a success without a result is how one looks that scrapes nothing. */
export const prometheusAnswers = defineCheck({
  id: 'prometheus-answers',
  title: 'Prometheus serves queries',
  question: 'Does Prometheus answer?',
  needs: { prometheus: true },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'SIE upgrade, Pre-upgrade: Prometheus is serving queries',
  hint: 'Look at the pods of Prometheus, their volume, and whether the address in settings.prometheus is right.',
  async run({ prometheus, signal }) {
    if (!prometheus) return skip(noPrometheus);
    const expected = 'an answer to count(up) that is above 0';
    try {
      const targets = await targetsScraped(prometheus, signal);
      const evidence = { expected, seen: String(targets), objects: [prometheus.url] };
      return targets > 0
        ? pass(`Prometheus answers and scrapes ${targets} targets`, evidence)
        : fail('Prometheus answers, and scrapes nothing', evidence);
    } catch (error) {
      const said = error instanceof ProbeError && ['server-error', 'bad-answer'].includes(error.code);
      if (!said && !wasRefused(error)) throw error;
      const { message } = error as ProbeError;
      return fail(`Prometheus does not serve queries: ${message}`, { expected, objects: [prometheus.url] });
    }
  },
});
