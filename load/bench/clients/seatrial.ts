import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchClient } from '../client.ts';
import { readLines } from '../read-lines.ts';

type Line = { rid: string; outcome: string; ttft_ms?: number; intended_ms: number };
type Document = {
  reason?: string;
  gap_ms: { p99: number | null };
  clock: string | null;
  audit: { valid: boolean; reasons: string[] };
};

const cli = fileURLToPath(new URL('../../../agent/cli/seatrial.ts', import.meta.url));

/** Ours, by the command that everybody uses: `seatrial bench`. */
export const seatrial: BenchClient = {
  id: 'seatrial',
  title: 'seatrial bench (k6 with our extension)',
  // In a cluster k6 is alone; what the command line around it takes is not the engine's.
  counts: 'k6 run',
  speaks: () => true,
  start: async ({ bench, url, folder, warmupSeconds, measureSeconds }) =>
    spawn(
      process.execPath,
      [
        ...[cli, 'bench', '--url', url, '--protocol', bench.protocol],
        ...('streams' in bench.load
          ? ['--concurrency', `${bench.load.streams}`]
          : ['--rate', `${bench.load.rate}`, '--arrivals', 'constant']),
        ...['--warmup', `${warmupSeconds}s`, '--duration', `${measureSeconds}s`],
        ...['--records', join(folder, 'requests.jsonl'), '-o', 'json', '--out', join(folder, 'result.json')],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    ),
  report: async ({ folder }) => {
    const lines = await readLines<Line>(join(folder, 'requests.jsonl'));
    const told = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as Document;
    const notes = [
      ...(told.reason === undefined ? [] : [told.reason]),
      ...(told.audit.valid ? [] : [`audit: ${told.audit.reasons.join('; ')}`]),
      ...(told.clock === 'kernel' ? [] : [`clock: ${told.clock}`]),
    ];
    return {
      requests: lines.map(({ rid, outcome, ttft_ms, intended_ms }) => ({
        rid,
        intendedMs: intended_ms,
        ...(outcome === 'complete' && ttft_ms !== undefined ? { ttftMs: ttft_ms } : {}),
      })),
      ...(told.gap_ms.p99 === null ? {} : { gapP99Ms: told.gap_ms.p99 }),
      ...(notes.length === 0 ? {} : { notes }),
    };
  },
};
