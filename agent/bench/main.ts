import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type BenchOptions, parseOptions, usage } from './options.ts';
import { page } from './page.ts';
import type { Asked, Table } from './run-scenario.ts';
import { scenarios } from './scenario.ts';
import { asText } from './table.ts';

const mostClusters = 20;
const document = new URL('../../docs/bench-verdict.md', import.meta.url);

/** `npm run bench:verdict`. */
const options = parseOptions(process.argv.slice(2));
if ('help' in options) console.log(usage);
else if ('wrong' in options) {
  console.error(`${options.wrong}\n\n${usage}`);
  process.exitCode = 64;
} else await bench(options);

async function bench(asked: BenchOptions): Promise<void> {
  const { upgrades, seed, json, write } = asked;
  const began = Date.now();
  const tables: Table[][] = scenarios.map(() => []);
  const wanted = scenarios.reduce((sum, { ways, shifts }) => sum + ways.length * (1 + shifts.length), 0);
  let tried = 0;
  const clusters = Math.min(mostClusters, upgrades);
  const left = scenarios.map((_, index) => index);
  const thread = async (): Promise<void> => {
    for (let index = left.shift(); index !== undefined; index = left.shift())
      tables[index] = await inThread(index, { upgrades, clusters, seed }, () =>
        progress(++tried, wanted * upgrades),
      );
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, thread));
  progress(0, 0);
  const all = tables.flat();
  if (json) console.log(JSON.stringify({ upgrades, clusters, seed, tables: all }, null, 2));
  else console.log(asText(all));
  if (write) await writeFile(document, page(all, { upgrades, clusters, seed }));
  process.stderr.write(`${tried} upgrades in ${Math.round((Date.now() - began) / 1000)} s\n`);
}

function inThread(index: number, asked: Asked, tried: () => void): Promise<Table[]> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { index, asked } });
  return new Promise((resolve, reject) => {
    worker.on('message', (told: Table[] | null) => (told === null ? tried() : resolve(told)));
    worker.on('error', reject);
  });
}

/** One line on a terminal that is written over again; none of 0. */
function progress(done: number, of: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(of === 0 ? '\r\u001b[K' : `\r${done} of ${of} upgrades`);
}
