import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type LoadClock, systemClock } from '../clock.ts';
import { type Ending, RecordCollector } from '../collector.ts';
import type { LoadDriver, LoadRunOptions } from '../driver.ts';
import type { LoadPlan } from '../plan.ts';
import { parseRecord } from '../records.ts';
import type { LoadResult } from '../result.ts';
import { streamScript } from '../scripts/stream.ts';
import { deadlineSeconds, engineInput, engineVariables, k6Arguments, k6Environment } from './k6-command.ts';

export type ProcessDriverOptions = {
  /** Path of the k6 that has our extension. */
  readonly k6: string;
  /** Environment of the process, for the API key among others; this process' own unless given. */
  readonly env?: NodeJS.ProcessEnv;
  readonly clock?: LoadClock;
  /** How long k6 may take to end after SIGTERM before it is killed. */
  readonly graceMs?: number;
  /** Path of a file that gets one JSON line for each request; one that is there is replaced. */
  readonly requestsFile?: string;
};

const recordsFd = 3;

/** Runs load as a child process: for the command line, next to the person who asked for it. */
export class ProcessDriver implements LoadDriver {
  readonly #options: ProcessDriverOptions;

  constructor(options: ProcessDriverOptions) {
    this.#options = options;
  }

  async run(plan: LoadPlan, { id, signal, onProgress }: LoadRunOptions): Promise<LoadResult> {
    const clock = this.#options.clock ?? systemClock;
    const startedAt = clock.date();
    const collector = new RecordCollector(plan, id);
    const done = (ending: Ending) => collector.result({ startedAt, finishedAt: clock.date() }, ending);
    const input = engineInput(plan, id);
    if ('problem' in input) return done({ status: 'partial', reason: input.problem });
    if (signal?.aborted) return done({ status: 'aborted', reason: 'stopped before it began' });

    const folder = await mkdtemp(join(tmpdir(), 'seatrial-load-'));
    try {
      const file = join(folder, 'input.json');
      await writeFile(file, input.text, { mode: 0o600 });
      const child = spawn(this.#options.k6, k6Arguments('-'), {
        cwd: folder,
        env: this.#environment(folder, file),
        stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
        // A Ctrl-C goes to the whole group of the terminal: k6 must get it from us alone, and once.
        detached: true,
      });
      goFirst(child);
      await using stopper = new Stopper(child, this.#options.graceMs ?? 5000);
      const deadline = setTimeout(() => stopper.stop(), deadlineSeconds(plan) * 1000);
      const stop = () => stopper.stop();
      signal?.addEventListener('abort', stop, { once: true });
      child.stdin!.on('error', () => undefined).end(streamScript);
      const words = lastWords(child.stderr!);
      const reading = readRecords(child.stdio[recordsFd] as Readable, (line) => {
        const progress = collector.add(parseRecord(line));
        if (progress) onProgress?.(progress);
      });
      const trouble = await Promise.all([ended(child), reading]).then(([exit]) => exit, String);
      clearTimeout(deadline);
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) return done({ status: 'aborted', reason: 'the load was stopped' });
      const reason = `k6 ended without its last record (${[trouble, words()].filter(Boolean).join(': ')})`;
      return done({ status: 'partial', reason });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** What k6 gets: nothing of the user's own settings for k6 and the engine, which would change what is measured. */
  #environment(folder: string, input: string): NodeJS.ProcessEnv {
    const { env = process.env, requestsFile } = this.#options;
    const kept = Object.entries(env).filter(
      ([name]) => !name.startsWith('K6_') && !engineVariables.includes(name),
    );
    return {
      ...Object.fromEntries(kept),
      ...k6Environment,
      XDG_CONFIG_HOME: folder,
      SEATRIAL_INPUT: input,
      SEATRIAL_RECORDS_FD: String(recordsFd),
      ...(requestsFile === undefined ? {} : { SEATRIAL_REQUESTS: resolve(requestsFile) }),
    };
  }
}

/**
 * What waits for a turn on the CPU measures that wait too. Where it is not allowed, the audit tells what it cost.
 */
function goFirst(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, -10);
  } catch {
    // Only root may, or whoever was given the right.
  }
}

/** How the process ended, in words; empty for exit code 0. Rejects when it could not be started. */
function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`k6 could not be started: ${error.message}`)));
    child.once('close', (code, killer) =>
      resolve(code === 0 ? '' : killer ? `ended by ${killer}` : `exit code ${code}`),
    );
  });
}

async function readRecords(stream: Readable, take: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line !== '') take(line);
}

/** Keeps the last of what k6 complains about. */
function lastWords(stream: Readable): () => string {
  let kept = '';
  stream.on('data', (chunk: Buffer) => {
    kept = (kept + chunk).slice(-2000);
  });
  return () => kept.trim().split('\n').slice(-3).join(' ');
}

/** Ends the child by its own id: SIGTERM, and SIGKILL when that does not help; at the latest when disposed of. */
class Stopper {
  readonly #child: ChildProcess;
  readonly #graceMs: number;
  #kill: NodeJS.Timeout | undefined;

  constructor(child: ChildProcess, graceMs: number) {
    this.#child = child;
    this.#graceMs = graceMs;
  }

  stop(): void {
    if (this.#kill || this.#gone()) return;
    this.#child.kill('SIGTERM');
    this.#kill = setTimeout(() => this.#child.kill('SIGKILL'), this.#graceMs);
  }

  #gone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#gone()) {
      const over = new Promise((resolve) => this.#child.once('close', resolve));
      this.stop();
      await over;
    }
    clearTimeout(this.#kill);
  }
}
