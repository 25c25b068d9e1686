import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StoredVoice } from './stored-voice.ts';

const RELOAD_MS = 2000;

const voiceFile = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    description: z.string().default(''),
    language: z.string().default('en'),
    gender: z.enum(['masculine', 'feminine', 'gender_neutral']).default('gender_neutral'),
    created_at: z.string().default('2026-01-01T00:00:00Z'),
  }),
);

const dictionaryFile = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    created_at: z.string().default('2026-01-01T00:00:00Z'),
    items: z.array(z.object({ text: z.string(), alias: z.string() })).default([]),
  }),
);

export type Dictionary = z.infer<typeof dictionaryFile>[number];

/**
 * Voices and pronunciation dictionaries added after the deployment: `voices.json` and `dictionaries.json` in a
 * folder that is read again every two seconds. It stands in for the vendor's bucket: outside of the release,
 * so that neither an upgrade nor a rollback touches it. A file that cannot be read keeps its last good content.
 */
export class Artifacts implements AsyncDisposable {
  readonly #timer: NodeJS.Timeout | undefined;
  voices: readonly StoredVoice[] = [];
  dictionaries: readonly Dictionary[] = [];

  private constructor(folder: string | undefined) {
    if (folder) this.#timer = setInterval(() => void this.#reload(folder), RELOAD_MS);
  }

  static async open(folder: string | undefined): Promise<Artifacts> {
    const artifacts = new Artifacts(folder);
    if (folder) await artifacts.#reload(folder);
    return artifacts;
  }

  async #reload(folder: string): Promise<void> {
    const voices = await readJson(join(folder, 'voices.json'), voiceFile);
    if (voices)
      this.voices = voices.map(({ created_at, ...voice }) => ({
        ...voice,
        createdAt: created_at,
        added: true,
      }));
    const dictionaries = await readJson(join(folder, 'dictionaries.json'), dictionaryFile);
    if (dictionaries) this.dictionaries = dictionaries;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
  }
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}
