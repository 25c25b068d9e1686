import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps the newest of a folder's entries that `match` and removes the others, so that a cache cannot grow for ever. */
export async function forgetOld(
  folder: string,
  match: (name: string) => boolean,
  keep: number,
): Promise<void> {
  const entries = await Promise.all(
    (await readdir(folder)).filter(match).map(async (name) => {
      const path = join(folder, name);
      return {
        path,
        at: await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      };
    }),
  );
  for (const { path } of entries.sort((a, b) => b.at - a.at).slice(keep)) {
    await rm(path, { recursive: true, force: true });
  }
}
