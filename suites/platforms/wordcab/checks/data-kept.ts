import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { isComplete } from '../../../release/snapshot.ts';
import { idsOf } from '../lists.ts';

const kinds = ['transcripts', 'calls'] as const;

/**
 * Transcripts and calls of before are still there. A rollout that loses its data loses all of it; users remove single
 * ones, so some that are missing hold the release for a person and accuse nobody.
 */
export const dataKept = defineCheck({
  id: 'wordcab.data-kept',
  title: 'Transcripts and calls persist',
  question: 'Is the data still there that was there before?',
  needs: { http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Rollback: any data changes (new transcripts, new calls) persist',
  hint: 'Look which database the control plane uses now, and whether its volume is the one of before.',
  async run({ before, endpoint, http, signal }) {
    if (!before) return skip('nobody recorded the release before the rollout (`seatrial record`)');
    if (!isComplete(before, 'inventory'))
      return inconclusive('the record of before could not read what the platform held');
    const lines: string[] = [];
    const gone: string[] = [];
    const missing: string[] = [];
    for (const kind of kinds) {
      const was = before.inventory[kind] ?? [];
      if (was.length === 0) continue;
      const now = new Set(await idsOf(`/api/v1/${kind}`, { endpoint, http, signal }));
      const lost = was.filter((id) => !now.has(id));
      lines.push(`${was.length - lost.length} of ${was.length} ${kind}`);
      if (lost.length === was.length) gone.push(kind);
      else missing.push(...lost);
    }
    if (lines.length === 0) return skip('the record of before has neither transcripts nor calls');
    const seen = { expected: 'all transcripts and calls of before', seen: lines.join(', ') };
    if (gone.length > 0) return fail(`no ${gone.join(' and no ')} of before are left`, seen);
    if (missing.length > 0)
      return inconclusive(
        `${missing.length} of before are gone, the others are there: did somebody remove ${missing.slice(0, 5).join(', ')}?`,
        seen,
      );
    return pass(`${lines.join(' and ')} are still there`, seen);
  },
});
