import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { labelsOf, serviceUrl } from '../parts.ts';
import { problemOf, seenOf } from '../replies.ts';

/** The config service through its own Service: its image has no shell to look from, and clients never see it. */
export const configHealth = defineCheck({
  id: 'sie.config-health',
  title: 'The config service is healthy and has its registry',
  question: 'Does the config service answer, with its models loaded?',
  needs: { kubernetes: ['list:services'], http: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrade Runbook 3.2: config service is healthy',
  hint: "Look at the config service's logs; where its store is on, at its volume",
  async run({ endpoint, subject, kubernetes, http, signal }) {
    const services = await kubernetes.list('services', { labels: labelsOf('config', subject.release) });
    const urls = services.flatMap((service) => serviceUrl(service) ?? []);
    const objects = services.map(({ metadata }) => `Service/${metadata?.name}`);
    const [url] = urls;
    if (url === undefined)
      return inconclusive('no Service of the release is labelled as the config service’s', {
        expected: labelsOf('config', subject.release),
      });
    for (const path of ['/healthz', '/readyz']) {
      const answer = await http.request(`${url}${path}`, { headers: endpoint.headers, signal });
      if (answer.status !== 200)
        return fail(`the config service answered ${answer.status} at ${path}: ${problemOf(answer)}`, {
          expected: '200',
          seen: seenOf(answer),
          objects,
        });
    }
    return pass('GET /healthz and /readyz answered 200', { expected: '200', seen: '200', objects });
  },
});
