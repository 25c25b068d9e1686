import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { refused } from '../refused.ts';
import { smokeRequest } from '../requests.ts';
import { listAll } from '../voice-list.ts';

/** `GET /voices` lists voices, and the one that users' requests name is among them, on whatever page. */
export const voices = defineCheck({
  id: 'cartesia.voices',
  title: 'The voices are there',
  question: 'Are the voices that requests name still there?',
  needs: { http: true },
  timeoutSeconds: 20,
  blames: 'release',
  source: 'Smoke tests: GET /voices; Upgrades and Rollback: hot-reload artifacts remain available',
  async run(context) {
    const listed = await listAll('/voices', context);
    const wanted = smokeRequest.voice.id;
    if ('status' in listed) {
      const { status, text } = listed;
      if (status >= 500) return inconclusive(`GET /voices answered ${status}`, { seen: text });
      return (
        refused(status) ??
        fail(`GET /voices answered ${status}: ${text}`, { expected: '200', seen: String(status) })
      );
    }
    const seen = { expected: `voice ${wanted}`, seen: `${listed.length} voices` };
    return listed.some(({ id }) => id === wanted)
      ? pass(`${listed.length} voices, the smoke voice among them`, seen)
      : fail(`voice ${wanted} is missing`, seen);
  },
});
