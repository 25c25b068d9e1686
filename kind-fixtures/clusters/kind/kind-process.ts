import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { buildPrograms } from '../../toolchain/build.ts';
import type { Outcome } from '../../toolchain/fixture-error.ts';
import { FixtureError, failed, succeeded } from '../../toolchain/fixture-error.ts';
import { kindVersion } from '../../toolchain/programs.ts';
import type { UpOptions } from '../cluster.ts';

const run = promisify(execFile);
const keptLines = 40;

/** Our own pinned kind, built where the cache lacks it. */
export async function kindBinary(options: UpOptions = {}): Promise<string> {
  const { kind } = await buildPrograms(['kind'], {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: (progress) => options.onEvent?.({ step: 'programs', ...progress }),
  });
  return kind;
}

/** Runs kind and returns what it printed; fails with its own reason. */
export async function runKind(
  args: readonly string[],
  options: { readonly signal?: AbortSignal | undefined; readonly onLine?: (line: string) => void } = {},
): Promise<string> {
  const child = spawn(await kindBinary(), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const output: string[] = [];
  const complaints: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => output.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    complaints.push(line);
    if (complaints.length > keptLines) complaints.shift();
    options.onLine?.(line);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status === 0) return output.join('\n');
  const reason = complaints.filter((line) => /error/i.test(line)).join('; ') || complaints.join('; ');
  throw new FixtureError('unavailable', `kind ${args.slice(0, 2).join(' ')} failed: ${reason}`);
}

/** Whether Docker answers; kind itself is built on demand. */
export async function usable(): Promise<Outcome<string>> {
  try {
    const { stdout } = await run('docker', ['version', '--format', '{{.Server.Version}}'], {
      timeout: 10_000,
    });
    return succeeded(`Docker ${stdout.trim()}, with kind ${kindVersion}`);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return failed(
      'unavailable',
      missing
        ? 'kind needs Docker, which is not installed: see https://docs.docker.com/engine/install.'
        : 'kind needs Docker, whose engine does not answer: start it and try again.',
    );
  }
}
