import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { jsonOf, problemOf, seenOf } from '../replies.ts';

/** The gateway's own readiness. Its status code decides: versions differ in the body, and it is 200 without a worker. */
export const gatewayReady = defineCheck({
  id: 'sie.gateway-ready',
  title: 'The gateway answers GET /readyz with 200',
  question: 'Does the gateway say that it is ready?',
  needs: { http: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrade Runbook 3.2: readiness check',
  hint: "Look at the gateway's logs: later versions are not ready before the config service gave them a snapshot",
  async run({ endpoint, http, signal }) {
    const answer = await http.request(`${endpoint.url}/readyz`, { headers: endpoint.headers, signal });
    const seen = { expected: '200', seen: seenOf(answer) };
    if (answer.status === 401 || answer.status === 403)
      return inconclusive(
        `GET /readyz answered ${answer.status}, which no gateway does: something before it refuses us`,
        seen,
      );
    if (answer.status !== 200)
      return fail(`GET /readyz answered ${answer.status}: ${problemOf(answer)}`, seen);
    const body = answer.body.toString().trim();
    const own =
      typeof (jsonOf(answer) as { status?: unknown } | undefined)?.status === 'string' ||
      /^(ok|ready)$/i.test(body);
    return own
      ? pass('GET /readyz answered 200', seen)
      : inconclusive(
          'GET /readyz answered 200, but not with what a gateway says: something else answers there',
          seen,
        );
  },
});
