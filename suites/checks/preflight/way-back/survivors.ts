/** Helm's default of `--history-max`. */
const usualLimit = 10;

/** Whether a revision will still be there when one wants to go back to it, after the upgrade has stored its own. */
export type Survival = { readonly stays: true } | { readonly stays: false | 'unknown'; readonly why: string };

/**
 * Helm removes the oldest revisions before it stores a new one, never the deployed one
 * (helm/pkg/storage/storage.go, removeLeastRecent). Revisions the newest first.
 */
export function survives(
  revision: number,
  revisions: readonly { readonly revision: number; readonly status: string }[],
): Survival {
  const found = revisions.find((one) => one.revision === revision);
  if (!found) {
    const oldest = revisions.at(-1)?.revision;
    return {
      stays: false,
      why: `revision ${revision} is not in Helm's history, which begins at ${oldest ?? 'none'}`,
    };
  }
  if (found.status === 'deployed') return { stays: true };
  const newer = revisions.filter((one) => one.revision > revision).length;
  const pruned = (revisions.at(-1)?.revision ?? 1) > 1;
  // Where older revisions are gone already, as many as are kept now is what is kept.
  const limit = pruned ? revisions.length : Math.max(usualLimit, revisions.length);
  if (newer + 1 < limit) return { stays: true };
  const why = `the upgrade's own revision will push revision ${revision} out of Helm's history of ${limit}`;
  return pruned ? { stays: false, why } : { stays: 'unknown', why: `${why}, unless --history-max is more` };
}
