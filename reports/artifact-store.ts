import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../suites/record/record.ts';
import type { Format } from './reporters/reporter.ts';

/** A stored report. `digest` is the SHA-256 of its bytes, so that a status can name what it saw. */
export interface Artifact {
  readonly format: string;
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly digest: string;
}

/** A folder of reports. A reader sees a file whole or not at all, also when the writer is killed. */
export interface ArtifactStore {
  readonly folder: string;
  /** Renders a record in each format and stores it; an earlier one of that name is replaced. */
  store(record: RunRecord, formats: readonly Format[], name?: string): Promise<Artifact[]>;
  /** The content of a stored report, or null where there is none of that name. */
  read(name: string): Promise<Buffer | null>;
  /** Removes all but the newest reports. */
  prune(keep: number): Promise<void>;
}

/** `cartesia-rev7`: how people call a report. */
export const reportName = (record: RunRecord): string => safe(`${record.release}-rev${record.revision}`);

/** Nothing in a name can leave the folder, hide in it, or surprise a shell. */
const safe = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 120) || 'report';

const missing = (cause: unknown): null => {
  if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw cause;
};

export function createArtifactStore(folder: string): ArtifactStore {
  const stored = async (): Promise<string[]> =>
    (await readdir(folder).catch((cause) => missing(cause) ?? [])).filter((name) => !name.startsWith('.'));
  return {
    folder,
    async store(record, formats, name = reportName(record)) {
      await mkdir(folder, { recursive: true });
      return Promise.all(
        formats.map(async (format) => {
          const content = Buffer.from(await format.render(record));
          const file = `${safe(name)}.${format.extension}`;
          const path = join(folder, file);
          const unfinished = join(folder, `.${file}.${randomUUID()}`);
          try {
            await writeFile(unfinished, content, { flush: true });
            await rename(unfinished, path);
          } catch (cause) {
            await rm(unfinished, { force: true });
            throw cause;
          }
          const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
          return { format: format.name, name: file, path, bytes: content.length, digest };
        }),
      );
    },
    async read(name) {
      return safe(name) === name ? readFile(join(folder, name)).catch(missing) : null;
    },
    async prune(keep) {
      const files = await Promise.all(
        (await stored()).map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
      );
      const old = files.sort((a, b) => b.at - a.at).slice(keep);
      await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
    },
  };
}
