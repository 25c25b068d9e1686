import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { BenchClient } from '../client.ts';
import { readLines } from '../read-lines.ts';

type Line =
  | { rid: string; ttft_ms: number; intended_ms: number; error?: string }
  | { rid?: undefined; gap_p99_ms: number };

/** `load/truth/cmd/bare-client`: a goroutine per stream, net/http, the clock around it. */
export const bareGo = (program: string): BenchClient => ({
  id: 'bare-go',
  title: 'bare Go net/http client',
  speaks: () => true,
  start: async ({ bench, url, folder, warmupSeconds, measureSeconds }) =>
    spawn(
      program,
      [
        ...['-url', url, '-protocol', bench.protocol, '-out', join(folder, 'requests.jsonl')],
        ...('streams' in bench.load
          ? ['-streams', `${bench.load.streams}`]
          : ['-rate', `${bench.load.rate}`]),
        ...['-warmup', `${warmupSeconds}s`, '-measure', `${measureSeconds}s`],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    ),
  report: async ({ folder }) => {
    const lines = await readLines<Line>(join(folder, 'requests.jsonl'));
    const last = lines.at(-1);
    const gap = last !== undefined && last.rid === undefined ? { gapP99Ms: last.gap_p99_ms } : {};
    const requests = lines.flatMap((line) => {
      if (line.rid === undefined) return [];
      const ttft = line.error === undefined ? { ttftMs: line.ttft_ms } : {};
      return [{ rid: line.rid, intendedMs: line.intended_ms, ...ttft }];
    });
    return { requests, ...gap };
  },
});
