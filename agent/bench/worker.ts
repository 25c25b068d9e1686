import { parentPort, workerData } from 'node:worker_threads';
import { type Asked, runScenario } from './run-scenario.ts';
import { scenarios } from './scenario.ts';

/** Runs one scenario, by its index, in a thread of its own: counts its upgrades as they are tried, then tells its tables. */
const { index, asked } = workerData as { index: number; asked: Asked };
parentPort!.postMessage(await runScenario(scenarios[index]!, asked, () => parentPort!.postMessage(null)));
