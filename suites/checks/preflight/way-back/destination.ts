import type { HelmRelease } from '../../../probes/helm/history.ts';
import type { ReleaseSnapshot } from '../../../release/snapshot.ts';
import type { Settings } from '../../../settings.ts';

/** Where a rollback of the upgrade would go. */
export interface Destination {
  readonly revision: number;
  readonly why: string;
}

/**
 * The revision that was verified last: as the user says, or as it was recorded. Never simply the one before:
 * that may itself have failed. Where nobody says, the one that Helm has deployed now; null where there is none.
 */
export function destination(
  revisions: readonly HelmRelease[],
  settings: Settings,
  before: ReleaseSnapshot | null,
): Destination | null {
  if (settings.verifiedRevision !== undefined)
    return { revision: settings.verifiedRevision, why: 'verified last, as the settings say' };
  if (before?.helm) return { revision: before.helm.revision, why: `recorded at ${before.takenAt}` };
  const deployed = revisions.find(({ status }) => status === 'deployed');
  return deployed
    ? { revision: deployed.revision, why: 'deployed now; nobody told which revision was verified last' }
    : null;
}
