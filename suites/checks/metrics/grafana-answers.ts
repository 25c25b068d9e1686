import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { bad, good, unsure, wasRefused } from '../edge/seen.ts';

/** `GET /api/health` of Grafana, which needs no login and tells of its database. */
export const grafanaAnswers = defineCheck({
  id: 'grafana-answers',
  title: 'Grafana answers',
  question: 'Is Grafana there to look at?',
  needs: { http: true },
  timeoutSeconds: 20,
  blames: 'environment',
  source: 'SIE upgrade, Pre-upgrade: Grafana is accessible',
  hint: 'Look at the pod of Grafana and at its database.',
  async run({ http, settings, signal }) {
    if (!settings.grafana) return skip('settings.grafana does not say where Grafana is');
    const url = `${settings.grafana.replace(/\/+$/, '')}/api/health`;
    const seen = await http.request(url, { maxBytes: 4096, signal }).then(
      ({ status, body }) => {
        const text = `${status} ${body.toString('utf8', 0, 200)}`;
        if (status >= 500) return bad(url, text);
        const database = /"database"\s*:\s*"([^"]*)"/.exec(body.toString())?.[1];
        if (status !== 200 || database === undefined)
          return unsure(url, `is this Grafana? It answered ${text}`);
        return database === 'ok' ? good(url, text) : bad(url, text);
      },
      (error) => {
        if (wasRefused(error)) return bad(url, 'the connection was refused');
        throw error;
      },
    );
    const evidence = { expected: '200 and database ok', seen: seen.text, objects: [url] };
    if (seen.is === 'good') return pass('Grafana answers', evidence);
    return (seen.is === 'bad' ? fail : inconclusive)(`Grafana at ${url}: ${seen.text}`, evidence);
  },
});
