import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { refused } from '../refused.ts';
import { listAll } from '../voice-list.ts';

interface Kept {
  readonly id: string;
  /** Key of the snapshot's inventory, and the word for people. */
  readonly kind: 'voices' | 'dictionaries';
  readonly path: string;
  readonly source: string;
}

/** Whatever was served before the rollout is served now; more may have come. */
const kept = ({ id, kind, path, source }: Kept) =>
  defineCheck({
    id,
    title: `No ${kind} were lost`,
    question: `Are all ${kind} that were there before the rollout still there?`,
    needs: { http: true },
    timeoutSeconds: 60,
    blames: 'release',
    source,
    hint: `Look at the hot-reload logs of the API and whether the artifacts' bucket can be read: ${kind} are not part of the release`,
    async run(context) {
      const before = context.before?.inventory[kind];
      if (!before)
        return skip(
          `what ${kind} there were before is not known: take a record before the upgrade (seatrial record)`,
        );
      const now = await listAll(path, context);
      if ('status' in now) {
        const noKey = refused(now.status);
        if (noKey) return noKey;
        const seen = { expected: `${before.length} ${kind}`, seen: `${now.status} ${now.text}` };
        if (now.status >= 500) return inconclusive(`GET ${path} answered ${now.status}`, seen);
        return fail(`the list of ${kind} is gone: GET ${path} answered ${now.status}`, seen);
      }
      const there = new Set(now.map((entry) => entry.id));
      const lost = before.filter((one) => !there.has(one));
      const expected = `the ${before.length} ${kind} recorded at ${context.before!.takenAt}`;
      if (lost.length === 0)
        return pass(`all ${before.length} ${kind} are still there, ${now.length} now`, {
          expected,
          seen: `${now.length} ${kind}`,
        });
      return fail(`${lost.length} of ${before.length} ${kind} are missing`, {
        expected,
        seen: `missing: ${lost.slice(0, 20).join(', ')}${lost.length > 20 ? ', …' : ''}`,
      });
    },
  });

export const voicesKept = kept({
  id: 'cartesia.voices-kept',
  kind: 'voices',
  path: '/voices',
  source: 'Upgrades and Rollback, Hot-reload artifacts and rollback: voices remain available after rollback',
});

export const dictionariesKept = kept({
  id: 'cartesia.dictionaries-kept',
  kind: 'dictionaries',
  path: '/pronunciation-dicts',
  source:
    'Upgrades and Rollback, Hot-reload artifacts and rollback: pronunciation dictionaries remain available after rollback',
});
