import type { KubernetesObject, V1PodTemplateSpec } from '@kubernetes/client-node';
import type { HelmRelease } from '../../probes/helm/history.ts';
import { imagesOf } from '../../release/observe.ts';

/** One revision of Helm's, as people read it. */
export interface HistoryLine {
  readonly revision: number;
  readonly status: string;
  readonly chart: string;
  readonly appVersion: string | null;
  readonly updatedAt: string;
  readonly description: string;
  readonly tag: string | null;
  /** When a trial verified it; null where none did. */
  readonly verifiedAt: string | null;
}

/** The way back, as a command or as the reason why there is none. */
export type WayBack =
  | {
      readonly command: string;
      readonly revision: number;
      readonly verified: boolean;
      readonly reason: string;
    }
  | { readonly command: null; readonly reason: string };

export interface ReleaseHistory {
  readonly release: string;
  readonly namespace: string;
  /** The newest first. */
  readonly revisions: readonly HistoryLine[];
  readonly wayBack: WayBack;
}

export interface HistoryQuery {
  readonly release: string;
  readonly namespace: string;
  readonly tagOf: (image: string) => string | null;
  /** The revision that a trial verified last, where an agent knows. */
  readonly verified: { readonly revision: number; readonly verifiedAt: string } | null;
  readonly forwardOnly?: ((from: string, to: string) => string | null) | undefined;
}

/** Helm's history with what trials know of it. Pure. */
export function releaseHistory(revisions: readonly HelmRelease[], query: HistoryQuery): ReleaseHistory {
  const { release, namespace, tagOf, verified } = query;
  const lines = revisions.map(
    ({ revision, status, chart, description, updatedAt, objects }): HistoryLine => ({
      revision,
      status,
      chart: `${chart.name}-${chart.version}`,
      appVersion: chart.appVersion,
      updatedAt,
      description,
      tag: tagOfObjects(objects, tagOf),
      verifiedAt: verified?.revision === revision ? verified.verifiedAt : null,
    }),
  );
  return { release, namespace, revisions: lines, wayBack: wayBack(lines, query) };
}

/** `helm rollback` without a revision goes back by one, to whatever that was: the command always names its target. */
function wayBack(
  lines: readonly HistoryLine[],
  { release, namespace, verified, forwardOnly }: HistoryQuery,
): WayBack {
  const current = lines[0];
  if (!current) return { command: null, reason: 'Helm has no revision of it' };
  const older = lines.filter(({ revision }) => revision < current.revision);
  const proven = verified && lines.find(({ revision }) => revision === verified.revision);
  if (proven?.revision === current.revision)
    return { command: null, reason: `revision ${current.revision} is the one that was verified last` };
  if (verified && !proven && older.length === 0)
    return {
      command: null,
      reason: `revision ${verified.revision}, verified last, is pruned from Helm’s history`,
    };
  const target = proven ?? older.find(({ status }) => status === 'superseded' || status === 'deployed');
  if (!target)
    return {
      command: null,
      reason:
        older.length === 0
          ? `it is the first install: \`helm uninstall ${release} -n ${namespace}\` takes it away`
          : 'no earlier revision was ever deployed well',
    };
  const barrier = current.tag && target.tag ? forwardOnly?.(current.tag, target.tag) : null;
  if (barrier) return { command: null, reason: barrier };
  return {
    command: `helm rollback ${release} ${target.revision} -n ${namespace} --wait --timeout 15m`,
    revision: target.revision,
    verified: proven !== null && proven !== undefined,
    reason: proven
      ? `revision ${target.revision}${target.tag ? `, ${target.tag},` : ''} passed its trial`
      : `revision ${target.revision}${target.tag ? `, ${target.tag},` : ''} was deployed last before this one; no trial has verified it${verified ? `, and revision ${verified.revision}, which one did, is pruned` : ''}`,
  };
}

function tagOfObjects(
  objects: readonly KubernetesObject[],
  tagOf: (image: string) => string | null,
): string | null {
  const tags = objects.flatMap((object) => {
    const { template } = (object as { spec?: { template?: V1PodTemplateSpec } }).spec ?? {};
    return template?.spec ? imagesOf(template).flatMap((image) => tagOf(image) ?? []) : [];
  });
  const counts = [...Map.groupBy(tags, (tag) => tag)].sort(([, a], [, b]) => b.length - a.length);
  return counts[0]?.[0] ?? null;
}
