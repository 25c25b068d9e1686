import type { ReleaseSnapshot } from '../../release/snapshot.ts';
import { type Change, type SnapshotDiff, type Weight, weights } from './change.ts';
import { helmChanges } from './helm-changes.ts';
import { listed } from './words.ts';
import { workloadChanges } from './workload-changes.ts';

/** What changed from one record to the next, the weightiest first. What either could not read is not compared, and named. */
export function diffSnapshots(before: ReleaseSnapshot, after: ReleaseSnapshot): SnapshotDiff {
  const unknown = new Map<string, string>();
  for (const [which, { missing }] of [['before', before] as const, ['after', after] as const])
    for (const { part, reason } of missing) unknown.set(part, `${part} ${which}: ${reason}`);
  const known = (part: string): boolean => !unknown.has(part);

  const changes: Change[] = [
    ...tagChange(before.tag, after.tag),
    ...(known('helm') ? helmChanges(before.helm, after.helm, known('values')) : []),
    ...workloadChanges(before, after, known),
    ...objectChanges(before, after, known),
    ...inventoryChanges(before, after, known),
  ];
  return {
    before: headOf(before),
    after: headOf(after),
    changes: weights.flatMap((weight) => changes.filter((change) => change.weight === weight)),
    unknown: [...unknown.values()],
  };
}

const tagChange = (was: string | null, is: string | null): Change[] =>
  was === is ? [] : [{ weight: 'main', of: 'Release', text: `tag ${was ?? 'none'} → ${is ?? 'none'}` }];

/** Revisions are Helm's: what else counts rollouts cannot be compared with them. */
const headOf = ({ takenAt, tag, helm }: ReleaseSnapshot): SnapshotDiff['before'] => ({
  takenAt,
  tag,
  revision: helm?.revision ?? null,
});

/** Under which name a kind's reading may have failed. */
const partOf: Readonly<Record<string, string>> = {
  ConfigMap: 'configmaps',
  Dashboard: 'configmaps',
  Lease: 'leases',
  ScaledObject: 'scaledobjects',
  StorageClass: 'storageclasses',
};
const weightOf = (kind: string): Weight => (kind === 'Lease' || kind === 'Dashboard' ? 'trace' : 'part');

function objectChanges(
  before: ReleaseSnapshot,
  after: ReleaseSnapshot,
  known: (part: string) => boolean,
): Change[] {
  const key = ({ kind, name }: { kind: string; name: string }): string => `${kind}/${name}`;
  const old = new Map(before.objects.map((object) => [key(object), object]));
  const now = new Map(after.objects.map((object) => [key(object), object]));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((of): Change[] => {
    const [was, is] = [old.get(of), now.get(of)];
    const kind = (was ?? is)!.kind;
    // A list that was cut tells nothing of what is absent from it, but what stands in both can be compared.
    const complete = known(partOf[kind] ?? `${kind.toLowerCase()}s`) && known('objects');
    const weight = weightOf(kind);
    if (!is) return complete ? [{ weight: 'part', of, text: 'gone' }] : [];
    if (!was) return complete ? [{ weight, of, text: `new${is.note ? `: ${is.note}` : ''}` }] : [];
    if (was.note !== is.note)
      return [{ weight, of, text: `${was.note ?? 'nothing noted'} → ${is.note ?? 'nothing noted'}` }];
    return was.hash === is.hash ? [] : [{ weight, of, text: 'content changed' }];
  });
}

function inventoryChanges(
  before: ReleaseSnapshot,
  after: ReleaseSnapshot,
  known: (part: string) => boolean,
): Change[] {
  if (!known('inventory')) return [];
  const kinds = [...new Set([...Object.keys(before.inventory), ...Object.keys(after.inventory)])].sort();
  return kinds.filter(known).flatMap((of): Change[] => {
    const old = before.inventory[of];
    const now = after.inventory[of];
    if (!old || !now) return [];
    const gone = old.filter((name) => !now.includes(name));
    const fresh = now.filter((name) => !old.includes(name));
    return [
      ...(gone.length > 0
        ? [{ weight: 'main' as const, of, text: `${gone.length} of ${old.length} lost: ${listed(gone)}` }]
        : []),
      ...(fresh.length > 0
        ? [{ weight: 'part' as const, of, text: `${fresh.length} new: ${listed(fresh)}` }]
        : []),
    ];
  });
}
