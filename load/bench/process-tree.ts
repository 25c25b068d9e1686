import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** CPU seconds and memory of some processes at a moment. */
type Sample = { readonly at: number; readonly cpuSeconds: number; readonly residentBytes: number };

export type Usage = {
  /** CPU cores used, mean over the time asked for. */
  readonly cores: number;
  /** The most memory at any time, all processes together, MB (10^6). */
  readonly peakMb: number;
  /** Milliseconds in that time in which the machine under ours gave the CPUs to others, all CPUs together. */
  readonly stolenMs: number;
};

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const pageBytes = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));

/** CLOCK_MONOTONIC in nanoseconds, as the truth server tells it. */
export const monotonic = (): number => Number(process.hrtime.bigint());

/**
 * Watches a process and all that it starts, a few times a second. With `counts` only those whose command line has
 * that in it. Linux only, like the server that knows the truth.
 */
export class ProcessTree implements AsyncDisposable {
  readonly #root: number;
  readonly #counts: string | undefined;
  readonly #samples: Sample[] = [];
  readonly #stolen: { at: number; ms: number }[] = [];
  /** CPU of processes that are gone stays counted. */
  readonly #cpu = new Map<number, number>();
  readonly #known = new Map<number, boolean>();
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> = Promise.resolve();

  constructor(root: number, counts?: string) {
    this.#root = root;
    this.#counts = counts;
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look()).catch(() => undefined);
    }, 250);
  }

  /** What was used between two moments of CLOCK_MONOTONIC, nanoseconds. */
  usage(from: number, to: number): Usage {
    const first = this.#samples.findLast(({ at }) => at <= from) ?? this.#samples[0];
    const last = this.#samples.find(({ at }) => at >= to) ?? this.#samples.at(-1);
    const stolen = (at: number) =>
      this.#stolen.findLast((one) => one.at <= at)?.ms ?? this.#stolen[0]?.ms ?? 0;
    const seconds = first && last ? (last.at - first.at) / 1e9 : 0;
    return {
      cores: seconds > 0 ? (last!.cpuSeconds - first!.cpuSeconds) / seconds : Number.NaN,
      peakMb: Math.max(...this.#samples.map(({ residentBytes }) => residentBytes)) / 1e6,
      stolenMs: stolen(to) - stolen(from),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const at = monotonic();
    let resident = 0;
    for (const { pid, cpuSeconds, residentBytes } of await family(this.#root)) {
      if (!(await this.#isCounted(pid))) continue;
      this.#cpu.set(pid, cpuSeconds);
      resident += residentBytes;
    }
    const cpuSeconds = [...this.#cpu.values()].reduce((sum, one) => sum + one, 0);
    this.#samples.push({ at, cpuSeconds, residentBytes: resident });
    const machine = (await readFile('/proc/stat', 'utf8')).split('\n')[0]!.trim().split(/\s+/);
    this.#stolen.push({ at, ms: (Number(machine[8] ?? 0) / ticksPerSecond) * 1000 });
  }

  async #isCounted(pid: number): Promise<boolean> {
    if (this.#counts === undefined) return true;
    if (this.#known.get(pid)) return true;
    // A process that was just made still has its parent's command line.
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const counted = line.replaceAll('\0', ' ').includes(this.#counts);
    this.#known.set(pid, counted);
    return counted;
  }
}

type Member = { pid: number; parent: number; cpuSeconds: number; residentBytes: number };

async function family(root: number): Promise<Member[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map((pid) => member(Number(pid))))).filter((one) => one !== undefined);
  const found = new Set([root]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid }) => found.has(pid));
}

async function member(pid: number): Promise<Member | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (text === '') return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    parent: Number(fields[1]),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    residentBytes: Number(fields[21]) * pageBytes,
  };
}
