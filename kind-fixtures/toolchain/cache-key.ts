import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program } from './programs.ts';
import { linkerFlags } from './programs.ts';

/** The digest of a module's pins (go.mod and go.sum) and of how it is built. */
export async function moduleDigest(moduleDir: string, goVersion: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(moduleDir, file)));
  return hash.update(`\0${goVersion}\0${linkerFlags}`).digest('hex');
}

/**
 * What a binary is kept under: the same key means the same binary. Sources of
 * our own count file by file, those of pinned modules are covered by go.sum.
 */
export async function programKey(program: Program, ofModule: string): Promise<string> {
  const hash = createHash('sha256').update(`${ofModule}\0${program.package}\0${program.version}`);
  const { tags, completed } = program;
  if (tags !== undefined || completed !== undefined) hash.update(JSON.stringify({ tags, completed }));
  if (program.sources !== undefined) {
    const folder = join(program.moduleDir, program.sources);
    const files = (await readdir(folder, { recursive: true })).filter(isSource).sort();
    for (const file of files) hash.update(`\0${file}\0`).update(await readFile(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

const isSource = (file: string): boolean => file.endsWith('.go') && !file.endsWith('_test.go');
