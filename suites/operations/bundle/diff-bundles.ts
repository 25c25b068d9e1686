import { checksumsPath, publicKeyPath, signaturePath } from './archive.ts';

/** How a file of one bundle stands to the same file of another. */
export interface BundleChange {
  readonly path: string;
  /** `unread`: one of the two bundles' makers was not allowed to see it. */
  readonly change: 'added' | 'removed' | 'changed' | 'unread';
  /** Lines that came and went, for a short look; empty for logs, which always change. */
  readonly plus: readonly string[];
  readonly minus: readonly string[];
  /** Lines beyond those shown. */
  readonly more: number;
}

const most = 12;
const failed = '-errors.json';
const always = new Set([
  checksumsPath,
  signaturePath,
  publicKeyPath,
  'version.yaml',
  'redaction-report.json',
  'execution-data/summary.json',
]);

/** Fields that change all the time and say nothing. */
const beat =
  /"(?:resourceVersion|renewTime|lastHeartbeatTime|lastProbeTime|lastUpdateTime|observedGeneration|generation|lastTimestamp|count)"|^\s*(?:resourceVersion|renewTime):/;

/** What differs between two bundles, such as one before and one after a rollout; Events and logs only by their coming and going. Pure. */
export function diffBundles(
  before: ReadonlyMap<string, Buffer>,
  after: ReadonlyMap<string, Buffer>,
): BundleChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter((path) => !always.has(path)).sort();
  return paths.flatMap((path): BundleChange[] => {
    const [was, is] = [before.get(path), after.get(path)];
    const none = { plus: [], minus: [], more: 0 };
    if (path.endsWith(failed)) return [];
    const refused = path.replace(/\.json$/, failed);
    if ((!was && before.has(refused)) || (!is && after.has(refused)))
      return [{ path, change: 'unread', ...none }];
    if (!was) return [{ path, change: 'added', ...none }];
    if (!is) return [{ path, change: 'removed', ...none }];
    if (was.equals(is) || /^pod-logs\/|\/events\//.test(path)) return [];
    const { plus, minus } = lineChanges(was.toString(), is.toString());
    if (plus.length + minus.length === 0) return [];
    const more = Math.max(0, plus.length - most) + Math.max(0, minus.length - most);
    return [{ path, change: 'changed', plus: plus.slice(0, most), minus: minus.slice(0, most), more }];
  });
}

/** Lines that one text has more of than the other, in their order: enough to see what changed in a sorted document. */
function lineChanges(was: string, is: string): { plus: string[]; minus: string[] } {
  const linesOf = (text: string): string[] =>
    text
      .split('\n')
      .map((line) => line.trim().replace(/,$/, ''))
      .filter((line) => line && !beat.test(line));
  const rest = (from: readonly string[], without: readonly string[]): string[] => {
    const counts = new Map<string, number>();
    for (const line of without) counts.set(line, (counts.get(line) ?? 0) + 1);
    return from.filter((line) => {
      const left = counts.get(line) ?? 0;
      counts.set(line, left - 1);
      return left <= 0;
    });
  };
  const [old, now] = [linesOf(was), linesOf(is)];
  return { plus: rest(now, old), minus: rest(old, now) };
}
