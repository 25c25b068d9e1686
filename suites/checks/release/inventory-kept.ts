import { defineCheck } from '../../check.ts';
import type { Platform } from '../../platforms/platform.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { isComplete } from '../../release/snapshot.ts';

export interface KeptInventory {
  /** As the platform's inventory names it: `voices`, `models`, `pools`. */
  readonly kind: string;
  readonly inventory: NonNullable<Platform['inventory']>;
  readonly source: string;
}

/** A record cuts each name there. */
const longestName = 200;

/** Nothing that the release served before the rollout is missing now. One check for each kind: `voices-kept`. */
export const inventoryKept = ({ kind, inventory, source }: KeptInventory) =>
  defineCheck({
    id: `${kind}-kept`,
    title: `No ${kind} were lost`,
    question: `Are all ${kind} still there that were there before?`,
    needs: { http: true },
    timeoutSeconds: 60,
    blames: 'release',
    source,
    hint: `Look where the ${kind} come from: a bucket or ConfigMap that the new release does not read, or a list that was cut.`,
    async run({ before, endpoint, http, signal }) {
      const was = before?.inventory[kind];
      if (!before) return skip('nobody recorded the release before the rollout (`seatrial record`)');
      if (!isComplete(before, 'inventory'))
        return inconclusive('the record of before could not read what the platform served');
      if (!was) return skip(`the record of before has no ${kind}`);
      if (was.length === 0) return inconclusive(`there were no ${kind} before that could have been lost`);
      const now = (await inventory({ endpoint, http, signal }))[kind];
      if (!now) return inconclusive(`the platform does not tell its ${kind}`);
      const there = new Set(now.map((name) => name.slice(0, longestName)));
      const lost = was.filter((name) => !there.has(name));
      const expected = `${was.length}${isComplete(before, kind) ? '' : ' or more'} ${kind} of before`;
      if (lost.length === 0)
        return pass(`all ${was.length} ${kind} of before are there, of ${now.length} now`, {
          expected,
          seen: `${now.length} ${kind}`,
        });
      return fail(`${lost.length} of ${was.length} ${kind} are lost: ${lost.slice(0, 3).join(', ')}`, {
        expected,
        seen: `lost: ${lost.join(', ')}`,
      });
    },
  });
