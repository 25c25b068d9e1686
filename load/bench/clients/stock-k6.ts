import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchClient, ClientRun } from '../client.ts';
import { httpScript, socketScript } from './stock-k6-scripts.ts';

/** k6 as it is published: it sees the first byte of an answer, and on a WebSocket whole messages in JavaScript. */
export const stockK6 = (program: string): BenchClient => ({
  id: 'stock-k6',
  title: 'stock k6',
  speaks: () => true,
  start: async (run) => {
    const script = join(run.folder, 'script.js');
    await writeFile(script, scriptOf(run));
    const output = join(run.folder, 'requests.txt');
    return spawn(
      program,
      [
        ...['run', '--quiet', '--no-usage-report', '--summary-mode=disabled'],
        ...[`--log-output=file=${output}`, '--log-format=raw', script],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, XDG_CONFIG_HOME: run.folder } },
    );
  },
  report: async ({ bench, folder }) => {
    const lines = (await readFile(join(folder, 'requests.txt'), 'utf8')).split('\n');
    const told = lines.map((line) => line.trim().split(' ')).filter(([word]) => word === 'request');
    // An arrival-rate executor starts the n-th iteration at the n-th tick.
    const intended = (nth: string) =>
      'rate' in bench.load ? { intendedMs: (Number(nth) * 1000) / bench.load.rate } : {};
    return {
      requests: told.map(([, rid, nth, ttft]) => ({
        rid: rid!,
        ...intended(nth!),
        ...(Number(ttft) > 0 ? { ttftMs: Number(ttft) } : {}),
      })),
      notes: [bench.protocol === 'cartesia-ws' ? 'whole milliseconds, in JavaScript' : 'first byte only'],
    };
  },
});

function scriptOf({ bench, url, warmupSeconds, measureSeconds }: ClientRun): string {
  const duration = `${warmupSeconds + measureSeconds}s`;
  const scenario =
    'streams' in bench.load
      ? { executor: 'constant-vus', vus: bench.load.streams, duration, gracefulStop: '10s' }
      : {
          executor: 'constant-arrival-rate',
          rate: bench.load.rate,
          timeUnit: '1s',
          duration,
          preAllocatedVUs: bench.load.rate * 2,
          maxVUs: bench.load.rate * 5,
          gracefulStop: '10s',
        };
  const options = JSON.stringify({ scenarios: { load: scenario }, discardResponseBodies: true });
  const script = bench.protocol === 'cartesia-ws' ? socketScript : httpScript;
  return script({ url, options, bench, seconds: warmupSeconds + measureSeconds });
}
