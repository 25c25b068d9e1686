import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Measured, measured, type PlannedBench } from '../../../suites/bench/plan.ts';
import { occurrenceId, type Subject } from '../../../suites/release/subject.ts';
import { CliError } from '../errors.ts';

const version = 1;
/** More than the most runs of the most workloads, void ones among them. */
const mostRuns = 2000;

const state = z.object({
  version: z.literal(version),
  /** What the runs are runs of: any other release begins anew. */
  of: z.object({ namespace: z.string(), release: z.string(), occurrence: z.string() }),
  /** By workload, the load that was made. */
  loads: z.record(z.string(), z.string()),
  runs: z.array(measured).max(mostRuns),
});
type State = z.infer<typeof state>;

/** The runs of a calibration, written after each of them: whoever interrupts it loses none. */
export class StateFile {
  readonly path: string;
  readonly #kept: Omit<State, 'runs'>;
  #runs: Measured[] = [];

  constructor(path: string, subject: Subject, benches: readonly PlannedBench[]) {
    this.path = path;
    const { namespace, release, occurrence } = subject;
    this.#kept = {
      version,
      of: { namespace, release, occurrence: occurrenceId(occurrence) },
      loads: Object.fromEntries(benches.map(({ workload, load }) => [workload, JSON.stringify(load)])),
    };
  }

  /** The runs that are kept and count, none where there is no file. @throws CliError where they are runs of something else */
  async read(): Promise<readonly Measured[]> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return [];
    const found = readState(text);
    if (!found)
      throw new CliError('usage', `${this.path} holds no calibration that can be gone on with: ${anew}.`);
    const { of, loads } = this.#kept;
    if (JSON.stringify(found.of) !== JSON.stringify(of))
      throw new CliError(
        'usage',
        `${this.path} holds runs of ${found.of.release} ${found.of.occurrence} in ${found.of.namespace}, and not of ${of.release} ${of.occurrence} in ${of.namespace}: ${anew}.`,
      );
    const changed = Object.keys(loads).find((workload) => found.loads[workload] !== loads[workload]);
    if (changed !== undefined)
      throw new CliError('usage', `${this.path} holds runs of ${changed} under another load: ${anew}.`);
    this.#runs = found.runs;
    return this.#runs;
  }

  /** Void runs are not kept: whoever goes on may lose as many again. */
  async add(run: Measured): Promise<void> {
    if (run.status !== 'valid') return;
    this.#runs = [...this.#runs, run];
    const next = `${this.path}.next`;
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    await writeFile(next, JSON.stringify({ ...this.#kept, runs: this.#runs } satisfies State), {
      mode: 0o600,
    });
    await rename(next, this.path);
  }

  async clear(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

const anew = 'begin anew with --fresh, or name another file with --state';

function readState(text: string): State | null {
  try {
    return state.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Where a calibration is kept unless `--state` says so: by cluster, release and kind of load. */
export function usualStatePath(
  env: NodeJS.ProcessEnv,
  of: {
    readonly context: string;
    readonly namespace: string;
    readonly release: string;
    readonly alone: boolean;
  },
): string {
  const base = env.XDG_STATE_HOME || join(env.HOME ?? homedir(), '.local', 'state');
  const name = [of.context, of.namespace, of.release, of.alone ? 'alone' : 'beside-users']
    .map((part) => part.replace(/[^A-Za-z0-9.-]+/g, '_'))
    .join('_');
  return join(base, 'seatrial', 'calibrations', `${name}.json`);
}
