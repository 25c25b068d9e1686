import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(repository, 'node_modules/vitest/vitest.mjs');

/** A suite as a user's vitest runs it, with files of theirs by the variable that names each. */
export async function runSuite(
  project: string,
  variables: Readonly<Record<string, string>>,
  files: Readonly<Record<string, { readonly name: string; readonly text: string }>>,
): Promise<{ code: number; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'seatrial-vitest-'));
  try {
    const paths = await Promise.all(
      Object.entries(files).map(async ([variable, { name, text }]) => {
        await writeFile(join(folder, name), text);
        return [variable, join(folder, name)] as const;
      }),
    );
    // A test runner inside another must not take itself for the other's worker.
    const outer = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|TEST$)/.test(name));
    const env = { ...Object.fromEntries(outer), ...Object.fromEntries(paths), ...variables, NO_COLOR: '1' };
    return await new Promise((resolve) => {
      const args = [vitest, 'run', '--project', project];
      execFile(process.execPath, args, { cwd: repository, env, timeout: 120_000 }, (error, out, complaint) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: `${out}${complaint}` }),
      );
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
