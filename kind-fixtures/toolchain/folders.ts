import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where built programs and assembled images are kept between runs. Safe to delete at any time. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'seatrial');
}

/** The repository's root, for sources that are built from it. */
export const repositoryFolder: string = fileURLToPath(new URL('../../', import.meta.url));
