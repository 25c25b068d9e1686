import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TruthProcess } from '../truth/truth-process.ts';
import type { BenchCase } from './case.ts';
import { type BenchClient, clientGraceSeconds } from './client.ts';
import { compare, type Fidelity, windowOf } from './compare.ts';
import { ProcessTree, type Usage } from './process-tree.ts';

/** One cell of the table: a client under one load. */
export type Measured = {
  readonly client: string;
  readonly title: string;
  readonly bench: BenchCase;
  readonly fidelity?: Fidelity;
  readonly usage?: Usage;
  /** The processes around the one that counts, where there are some. */
  readonly whole?: Usage;
  readonly notes: readonly string[];
};

export type Times = { readonly warmupSeconds: number; readonly measureSeconds: number };

/** The most that the server is late, p99 in milliseconds, for a row to tell about the client. */
export const truthLatenessMost = 2;

/** Runs one client against a fresh truth server, and ends both. */
export async function runCase(
  truthServer: string,
  client: BenchClient,
  bench: BenchCase,
  times: Times,
): Promise<Measured> {
  const seconds = times.warmupSeconds + times.measureSeconds;
  const most = 'rate' in bench.load ? bench.load.rate : bench.load.streams;
  await using truth = await TruthProcess.start(truthServer, [
    '-keep',
    `${Math.ceil(most * (seconds + 8) * 1.5)}`,
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'seatrial-bench-'));
  try {
    const run = { bench, url: truth.url, folder, ...times };
    const child = await client.start(run);
    const over = once(child, 'close');
    await using counted = new ProcessTree(child.pid!, client.counts);
    await using everything = new ProcessTree(child.pid!);
    const deadline = setTimeout(() => child.kill('SIGTERM'), (seconds + clientGraceSeconds) * 1000);
    const [code, killer] = await over;
    clearTimeout(deadline);
    const served = await truth.dump();
    const notes = truth.priority === 'SCHED_RR' ? [] : ['the server has no real-time priority'];
    const report = await client.report(run).catch((error: Error) => error);
    const common = { client: client.id, title: client.title, bench };
    if (report instanceof Error || served.length === 0) {
      const why = report instanceof Error ? report.message : 'no request came to the server';
      return { ...common, notes: [...notes, `failed (${killer ?? `exit code ${code}`}): ${why}`] };
    }
    const window = windowOf(served, times.warmupSeconds, times.measureSeconds);
    const fidelity = compare(served, report, window, bench.load);
    return {
      ...common,
      fidelity,
      usage: counted.usage(window.from, window.to),
      ...(client.counts === undefined ? {} : { whole: everything.usage(window.from, window.to) }),
      notes: [
        ...notes,
        ...limits(fidelity),
        ...(code === 0 || report.notes !== undefined ? [] : [`exit code ${code}`]),
        ...(report.notes ?? []),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function limits({ truthLatenessP99, failed, matched }: Fidelity): string[] {
  return [
    ...(truthLatenessP99 > truthLatenessMost ? ['server-limited'] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(matched === 0 ? ['no request of the client could be found at the server'] : []),
  ];
}
