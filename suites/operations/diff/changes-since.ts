import { z } from 'zod';
import type { ReleaseSnapshot } from '../../release/snapshot.ts';
import { diffSnapshots } from './diff-snapshots.ts';

const most = 20;

/** What changed since the last record, small enough to stand beside a verdict. */
export const changesBeside = z.object({
  since: z.string().max(30),
  /** `Deployment/cartesia-api: image api sonic-1 → sonic-2`, the weightiest first. */
  lines: z.array(z.string().max(300)).max(most),
  /** How many more there are. */
  more: z.number().int().nonnegative(),
  unknown: z.array(z.string().max(300)).max(5),
});
export type ChangesBeside = z.infer<typeof changesBeside>;

export function changesSince(before: ReleaseSnapshot, after: ReleaseSnapshot): ChangesBeside {
  const { changes, unknown } = diffSnapshots(before, after);
  const cut = (text: string): string => (text.length <= 300 ? text : `${text.slice(0, 299)}…`);
  return {
    since: before.takenAt,
    lines: changes.slice(0, most).map(({ of, text }) => cut(`${of}: ${text}`)),
    more: Math.max(0, changes.length - most),
    unknown: unknown.slice(0, 5).map(cut),
  };
}
