import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const ready = z.object({
  url: z.string(),
  priority: z.string(),
  pid: z.number(),
  why: z.string().optional(),
  tls: z.string().optional(),
});

const line = z.object({
  rid: z.string(),
  protocol: z.string(),
  order: z.string().optional(),
  ending: z.enum(['whole', 'ordered', 'left']),
  /** CLOCK_MONOTONIC, nanoseconds; the others are nanoseconds since then. */
  arrival_ns: z.number(),
  seen_ns: z.number(),
  chunks: z.number(),
  blocked: z.number(),
  due_ns: z.array(z.number()),
  before_ns: z.array(z.number()),
  after_ns: z.array(z.number()),
});
/** What the server did to one request (`README.md`). */
export type Truth = z.infer<typeof line>;

/** The truth server as a process of this machine, on ports of loopback that are free. */
export class TruthProcess implements AsyncDisposable {
  readonly url: string;
  /** Base address of the listener whose certificate has expired. */
  readonly tls: string;
  /** `SCHED_RR`, or `normal` where that may not be had. */
  readonly priority: string;
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, told: z.infer<typeof ready>) {
    this.#child = child;
    this.url = told.url;
    this.tls = told.tls ?? '';
    this.priority = told.priority;
    this.pid = told.pid;
  }

  /** @throws Error when the program does not say that it is ready. */
  static async start(program: string, settings: readonly string[] = []): Promise<TruthProcess> {
    const child = spawn(program, ['-leash', '-tls', '127.0.0.1:0', ...settings], {
      // With the end of this process the pipe closes, and with it the server ends.
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`the truth server ended at once: exit code ${code}`);
    });
    const [told] = await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), failed]);
    failed.catch(() => undefined);
    return new TruthProcess(child, ready.parse(JSON.parse(String(told))));
  }

  /** Everything about the requests that have ended, in the order of their arrival. */
  async dump(): Promise<Truth[]> {
    const text = await (await fetch(`${this.url}/truth`)).text();
    const lines = text.split('\n').filter((one) => one !== '');
    return lines
      .map((one) => line.parse(JSON.parse(one)))
      .sort((left, right) => left.arrival_ns - right.arrival_ns);
  }

  /** Forgets what was. */
  async reset(): Promise<void> {
    await fetch(`${this.url}/truth/reset`, { method: 'POST' });
  }

  /** Nothing is read or written for so long; resolves when that is over. */
  async freeze(ms: number): Promise<void> {
    await fetch(`${this.url}/truth/freeze?ms=${ms}`, { method: 'POST' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const over = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await over;
  }
}
