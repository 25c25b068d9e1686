import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { CliContext } from '../context.ts';

/** Path of the user's own Helm, which has his plugins and logins; else of ours, built where it has to be. */
export async function helmProgram({ env, owner }: CliContext): Promise<string> {
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, 'helm');
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  const { buildPrograms } = await import('../../../kind-fixtures/toolchain/build.ts');
  return (await buildPrograms(['helm'], { signal: owner.signal })).helm;
}

export type HelmAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly complaint: string };

const commandSeconds = 120;

/** Runs Helm; what it complains of is a value, without the program's own prefix. */
export function runHelm(
  binary: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<HelmAnswer> {
  const limits = { timeout: commandSeconds * 1000, maxBuffer: 64 * 1024 * 1024, env, signal };
  return new Promise((resolve, reject) => {
    execFile(binary, [...args], limits, (error, stdout, stderr) => {
      if (!error) return resolve({ ok: true, text: stdout });
      if (signal.aborted) return reject(signal.reason);
      const said = String(stderr || error.message).trim();
      const complaint = said.slice(Math.max(0, said.lastIndexOf('Error: '))).replace(/^Error: /, '');
      resolve({ ok: false, complaint: complaint.replace(/\s*\n\s*/g, ' ').slice(0, 2000) });
    });
  });
}
