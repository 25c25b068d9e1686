import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { LoadPlan } from '../plan.ts';
import type { SearchOptions } from './options.ts';
import { type Probe, probeSchema } from './probe.ts';

const historySchema = z.strictObject({
  version: z.literal(1),
  /** Of the plan and the options: another search's history is of no use. */
  key: z.string(),
  probes: z.array(probeSchema).max(1000),
});

/** The probes of a search in a file, so that a search that was killed goes on where it was. */
export class HistoryFile {
  readonly #path: string;
  readonly #key: string;

  constructor(path: string, plan: LoadPlan, options: SearchOptions) {
    this.#path = path;
    const { levels, measureSeconds, ...same } = plan;
    this.#key = createHash('sha256')
      .update(JSON.stringify([same, options]))
      .digest('hex');
  }

  /** What is there already; empty without a file. A file that is none, or of another search, is a problem in words. */
  async read(): Promise<{ probes: Probe[] } | { problem: string }> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return { probes: [] };
    const parsed = historySchema.safeParse(jsonOf(text));
    if (!parsed.success) return { problem: `${this.#path} is not the history of a search` };
    if (parsed.data.key !== this.#key)
      return { problem: `${this.#path} is the history of another search: its plan or options differ` };
    return { probes: parsed.data.probes };
  }

  /** Replaces the file in one step: a kill leaves the old one or the new one. */
  async write(probes: readonly Probe[]): Promise<void> {
    const next = `${this.#path}.next`;
    await writeFile(next, `${JSON.stringify({ version: 1, key: this.#key, probes })}\n`, { mode: 0o600 });
    await rename(next, this.#path);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
