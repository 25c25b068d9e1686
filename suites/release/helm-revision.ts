import type { V1Secret } from '@kubernetes/client-node';

/** The newest revision that Helm has stored for a release. */
export interface HelmRevision {
  readonly revision: number;
  readonly status: string;
  /** True while an install, upgrade or rollback has not come to its end. */
  readonly pending: boolean;
}

export const helmLabels = (release: string): string => `owner=helm,name=${release}`;

/** The newest revision by the labels of Helm's own Secrets (helm/pkg/storage/driver); null where there are none. */
export function newestRevision(secrets: readonly V1Secret[]): HelmRevision | null {
  const revisions = secrets
    .map(({ metadata }) => ({
      revision: Number(metadata?.labels?.version),
      status: metadata?.labels?.status ?? 'unknown',
    }))
    .filter(({ revision }) => Number.isInteger(revision))
    .sort((a, b) => b.revision - a.revision);
  const newest = revisions[0];
  return newest
    ? { ...newest, pending: newest.status.startsWith('pending-') || newest.status === 'uninstalling' }
    : null;
}
