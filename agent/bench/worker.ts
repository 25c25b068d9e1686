import { parentPort, workerData } from 'node:worker_threads';
import { judgeAlone } from './judge-alone.ts';
import { type Asked, runScenario } from './run-scenario.ts';
import { scenarios } from './scenario.ts';

/** Runs one scenario, by its index, in a thread of its own: counts its upgrades as they are tried, then tells its tables. */
const { index, asked } = workerData as { index: number; asked: Asked };
const scenario = scenarios[index]!;
const tables = await runScenario(scenario, asked, () => parentPort!.postMessage(null));
parentPort!.postMessage([
  ...tables,
  ...scenario.aloneAt.map((limit) => judgeAlone(scenario, limit, asked.seed)),
]);
