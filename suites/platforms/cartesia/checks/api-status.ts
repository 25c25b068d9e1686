import { defineCheck } from '../../../check.ts';
import { fail, pass } from '../../../record/finding.ts';
import { problemText } from '../problem.ts';
import { refused } from '../refused.ts';

/** `GET /status`, the API's own readiness, through the Service as a client sees it. `GET /` is public and says less. */
export const apiStatus = defineCheck({
  id: 'cartesia.api-status',
  title: 'The API answers GET /status with 200',
  question: 'Does the API say that it is ready?',
  needs: { http: true },
  timeoutSeconds: 15,
  blames: 'release',
  source: 'Managed Kubernetes, Verify: API pod becomes Ready when GET /status returns 200 on port 5000',
  async run({ endpoint, http, signal }) {
    const { status, body } = await http.request(`${endpoint.url}/status`, {
      headers: endpoint.headers,
      signal,
    });
    const noKey = refused(status);
    if (noKey) return noKey;
    const seen = { expected: '200', seen: `${status} ${problemText(body.toString('utf8', 0, 500))}` };
    return status === 200
      ? pass('GET /status answered 200', seen)
      : fail(`GET /status answered ${status}`, seen);
  },
});
