import type { HelmRevision } from './helm.ts';
import { ended, type RollbackOrder, type RollbackOutcome } from './outcome.ts';

/** Rollbacks that are tried at most, over all lives of the Job. */
export const mostTries = 3;

export type NextAct =
  /** `first`: nothing was done yet, so what is deployed must still be what was judged. */
  { readonly do: 'roll-back'; readonly first: boolean } | ({ readonly do: 'end' } & RollbackOutcome);

const end = (
  outcome: RollbackOutcome['outcome'],
  reason: string,
  revision: number | null = null,
): NextAct => ({
  do: 'end',
  ...ended(outcome, reason, revision),
});

/**
 * What to do, from Helm's history alone: so a Job that was killed anywhere goes on, and never rolls back twice.
 * Revisions after the judged one that are this very rollback (pending, failed or done) are ours; any other means
 * that somebody deployed in between, and must not be reverted.
 */
export function nextAct(order: RollbackOrder, history: readonly HelmRevision[]): NextAct {
  const { judged, target } = order;
  const sorted = [...history].sort((a, b) => a.revision - b.revision);
  const current = sorted.find(({ revision }) => revision === judged.revision);
  const after = sorted.filter(({ revision }) => revision > judged.revision);
  const stranger = after.find((one) => !isOurs(order, one));
  if (stranger) {
    const { revision, status, description } = stranger;
    return end(
      'refused',
      `revision ${revision} (${status}: ${description}) was made since revision ${judged.revision} was judged`,
    );
  }
  const last = after.at(-1);
  if (last?.status === 'deployed')
    return end('done', `revision ${last.revision} is revision ${target}`, last.revision);
  if (!current)
    return end('refused', `revision ${judged.revision}, which was judged, is not in Helm's history`);
  if (!sorted.some(({ revision }) => revision === target))
    return end('refused', `revision ${target} is no longer in Helm's history`);
  if (!last && current.status.startsWith('pending-'))
    return end('refused', `Helm has not ended revision ${current.revision}: it is ${current.status}`);
  if (after.length >= mostTries)
    return end('failed', `${after.length} tries failed, the last: ${last!.description}`, last!.revision);
  return { do: 'roll-back', first: after.length === 0 };
}

/** A revision that this rollback made: by the run's id, or by Helm's own words where it takes no description. */
function isOurs({ run, target, release }: RollbackOrder, { status, description }: HelmRevision): boolean {
  return (
    description.includes(run) ||
    description === `Rollback to ${target}` ||
    (status === 'failed' && description.startsWith(`Rollback "${release}" failed`))
  );
}
