import type { ReleaseSnapshot } from '../../release/snapshot.ts';
import type { Change } from './change.ts';
import { imageChange } from './words.ts';

type Snapshot = ReleaseSnapshot;
type Recorded = Snapshot['workloads'][number];

/** What happened to workloads: come and gone, images, templates, replicas, GPUs, and how many pods are new. */
export function workloadChanges(
  before: Snapshot,
  after: Snapshot,
  known: (part: string) => boolean,
): Change[] {
  const key = ({ kind, name }: Recorded): string => `${kind}/${name}`;
  const old = new Map(before.workloads.map((workload) => [key(workload), workload]));
  const now = new Map(after.workloads.map((workload) => [key(workload), workload]));
  const pods = known('pods') ? podChanges(before, after) : new Map<string, string>();
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((of): Change[] => {
    const [was, is] = [old.get(of), now.get(of)];
    if (!was || !is) {
      if (!known('workloads')) return [];
      return [{ weight: 'main', of, text: is ? `new, ${is.replicas} replicas` : 'gone' }];
    }
    return [...specChanges(of, was, is), ...podChange(of, pods.get(is.name))];
  });
}

function specChanges(of: string, was: Recorded, is: Recorded): Change[] {
  const changes: Change[] = [];
  const images = was.images.length > 0 && is.images.length > 0 ? imageChanges(was.images, is.images) : [];
  for (const text of images) changes.push({ weight: 'main', of, text });
  if (was.templateHash !== is.templateHash && images.length === 0)
    changes.push({ weight: 'main', of, text: 'pod template changed, images the same' });
  if (was.gpusPerPod !== is.gpusPerPod)
    changes.push({ weight: 'main', of, text: `GPUs per pod ${was.gpusPerPod} → ${is.gpusPerPod}` });
  if (was.replicas !== is.replicas)
    changes.push({ weight: 'part', of, text: `replicas ${was.replicas} → ${is.replicas}` });
  return changes;
}

function imageChanges(was: readonly string[], is: readonly string[]): string[] {
  if (was.length === is.length)
    return [
      ...new Set(was.flatMap((image, index) => (image === is[index] ? [] : imageChange(image, is[index]!)))),
    ];
  return [
    ...is.filter((image) => !was.includes(image)).map((image) => `container with image ${image} added`),
    ...was.filter((image) => !is.includes(image)).map((image) => `container with image ${image} removed`),
  ];
}

const podChange = (of: string, text: string | undefined): Change[] =>
  text === undefined ? [] : [{ weight: 'trace', of, text }];

function podChanges(before: Snapshot, after: Snapshot): Map<string, string> {
  const uids = new Set(before.pods.map(({ uid }) => uid));
  const byWorkload = Map.groupBy(after.pods, ({ workload }) => workload ?? '');
  return new Map(
    [...byWorkload].flatMap(([workload, pods]) => {
      const fresh = pods.filter(({ uid }) => !uids.has(uid)).length;
      return workload && fresh > 0 ? [[workload, `${fresh} of ${pods.length} pods are new`] as const] : [];
    }),
  );
}
