import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { refused } from '../refused.ts';
import { smokeRequest } from '../requests.ts';

/** `GET /voices` lists voices, and the one that users' requests name is among them. */
export const voices = defineCheck({
  id: 'cartesia.voices',
  title: 'The voices are there',
  question: 'Are the voices that requests name still there?',
  needs: { http: true },
  timeoutSeconds: 20,
  blames: 'release',
  source: 'Smoke tests: GET /voices; Upgrades and Rollback: hot-reload artifacts remain available',
  async run({ endpoint, http, signal }) {
    const { status, body } = await http.request(`${endpoint.url}/voices`, {
      headers: endpoint.headers,
      signal,
    });
    const wanted = smokeRequest.voice.id;
    if (status >= 500)
      return inconclusive(`GET /voices answered ${status}`, { seen: body.toString('utf8', 0, 200) });
    const noKey = refused(status);
    if (noKey) return noKey;
    if (status !== 200)
      return fail(`GET /voices answered ${status}`, { expected: '200', seen: body.toString('utf8', 0, 200) });
    const list = parsed(body);
    if (!list)
      return fail('GET /voices did not answer a list of voices', { seen: body.toString('utf8', 0, 200) });
    const found = list.some(({ id }) => id === wanted);
    const seen = { expected: `voice ${wanted}`, seen: `${list.length} voices on the first page` };
    return found
      ? pass(`${list.length} voices, the smoke voice among them`, seen)
      : fail(`voice ${wanted} is missing`, seen);
  },
});

function parsed(body: Buffer): { id?: string }[] | null {
  try {
    const { data } = JSON.parse(body.toString());
    return Array.isArray(data) ? data : null;
  } catch {
    return null;
  }
}
