import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { FixtureError } from './fixture-error.ts';
import { goEnvironment } from './go.ts';

const keptLines = 30;

/** Runs Go and hands over its lines; fails with Go's own last words. */
export async function runGo(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal | undefined;
    readonly onLine?: (line: string) => void;
  },
): Promise<string[]> {
  options.signal?.throwIfAborted();
  const child = spawn('go', args, {
    cwd: options.cwd,
    env: { ...goEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const output: string[] = [];
  const lastWords: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => output.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastWords.push(line);
    if (lastWords.length > keptLines) lastWords.shift();
    options.onLine?.(line);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status === 0) return output;
  const complaint = complaints(lastWords).join('; ') || `exit status ${status}`;
  throw new FixtureError('unavailable', `go ${args[0]} failed in ${options.cwd}: ${complaint}`);
}

const toldComplaints = 3;

/** The lines that say what is wrong: the compiler's with their place, Go's own, else the very last. */
export function complaints(lines: readonly string[]): string[] {
  const telling = lines.filter((line) =>
    /^\S+:\d+:\d+: |^go: (?!downloading|creating|found|finding|warning)/.test(line),
  );
  return (telling.length > 0 ? telling : lines.slice(-1)).slice(0, toldComplaints);
}
