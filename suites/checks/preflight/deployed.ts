import type { HelmHistory, HelmRelease } from '../../probes/helm/history.ts';
import { ProbeError } from '../../probes/probe-error.ts';

/** The revision that Helm says is deployed: the newest one, because a failed rollback may leave several. */
export const deployedIn = (revisions: readonly HelmRelease[]): HelmRelease | null =>
  revisions.find(({ status }) => status === 'deployed') ?? null;

/** The deployed revision, or null where Helm's Secrets may not be read. Throws `ProbeError` for other trouble. */
export async function deployedIfReadable(helm: HelmHistory): Promise<HelmRelease | null> {
  try {
    return deployedIn(await helm.revisions());
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'forbidden') return null;
    throw error;
  }
}
