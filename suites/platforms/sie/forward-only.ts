import { z } from 'zod';
import boundaries from './forward-only.json' with { type: 'json' };
import { compareVersions, versionOf } from './version.ts';

/** A boundary: who goes from a version up to `upTo` to a later one cannot go back. */
const table = z
  .array(z.strictObject({ upTo: z.string(), says: z.string(), source: z.string() }))
  .parse(boundaries);

/** A sentence with its source where the vendor says that there is no way back; null where nothing is known. */
export function forwardOnly(from: string, to: string): string | null {
  const [old, next] = [versionOf(from), versionOf(to)];
  if (!old || !next) return null;
  const crossed = table.find(({ upTo }) => {
    const last = versionOf(upTo);
    return last && compareVersions(old, last) <= 0 && compareVersions(next, last) > 0;
  });
  return crossed ? `${crossed.says} (${crossed.source})` : null;
}
