import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BaselineStore, PodAge } from '../../../suites/bench/baseline-store.ts';
import type { BaselineSnapshot, Measured } from '../../../suites/bench/plan.ts';
import type { BaselineSpec } from '../../resources/baseline.ts';
import { acceptedRuns, withoutRuns, withRuns } from '../../resources/baseline-runs.ts';
import { snapshotOf } from '../../resources/baseline-snapshot.ts';
import { CliError } from '../errors.ts';
import { type BaselineFile, fileOf, fileText, readBaselineFile } from './baseline-file.ts';

/** Baselines in a file that an export wrote, where no agent keeps any. */
export class FileBaselines implements BaselineStore {
  readonly #path: string;
  readonly #baselines: Map<string, BaselineSpec>;
  readonly #from: string;

  private constructor(path: string, { baselines, from }: Pick<BaselineFile, 'baselines' | 'from'>) {
    this.#path = path;
    this.#from = from;
    this.#baselines = new Map(baselines.map((spec) => [spec.key, spec]));
  }

  /** With `orNew`, a file that is not there yet is an empty one. @throws CliError */
  static async open(path: string, { orNew }: { readonly orNew: boolean }): Promise<FileBaselines> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (orNew && error.code === 'ENOENT') return null;
      throw error;
    });
    const empty = { baselines: [], from: 'runs from the command line' };
    return new FileBaselines(path, text === null ? empty : readBaselineFile(text, path));
  }

  async load(key: string, pods: PodAge): Promise<BaselineSnapshot | null> {
    const spec = this.#baselines.get(key);
    return spec ? snapshotOf(spec, pods, `accepted runs in ${basename(this.#path)} (${this.#from})`) : null;
  }

  accept(key: string, runId: string, runs: readonly Measured[]): Promise<void> {
    const spec = this.#baselines.get(key) ?? { key, runs: [] };
    return this.#write(withRuns(spec, acceptedRuns(runId, runs)));
  }

  async withdraw(key: string, runId: string): Promise<void> {
    const spec = this.#baselines.get(key);
    if (spec) await this.#write(withoutRuns(spec, runId));
  }

  /** Written as a whole, so that nothing is lost when the process ends in the middle. */
  async #write(spec: BaselineSpec): Promise<void> {
    this.#baselines.set(spec.key, spec);
    const half = `${this.#path}.new`;
    await writeFile(half, fileText(fileOf(this.#from, new Date(), [...this.#baselines.values()])));
    await rename(half, this.#path);
  }

  /** Why a key is not compared, in a sentence. */
  lack(key: string): string {
    const known = this.#baselines.has(key)
      ? 'it has fewer than four of its runs on pods of that age'
      : `it has ${[...this.#baselines.keys()].join(', ') || 'none'}`;
    return `${basename(this.#path)} has nothing to compare ${key} with: ${known}.`;
  }
}

/** What `--baseline` and `--accept-baseline` ask for. @throws CliError */
export async function baselinesAsked(
  file: string | undefined,
  accept: boolean,
): Promise<FileBaselines | undefined> {
  if (file !== undefined) return FileBaselines.open(file, { orNew: accept });
  if (accept) throw new CliError('usage', '--accept-baseline needs --baseline: the file that is written.');
  return undefined;
}
