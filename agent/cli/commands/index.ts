import type { CommandSpec } from '../command.ts';
import { cluster } from './cluster.ts';
import { demo } from './demo.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { watch } from './watch.ts';

/** Every command, in the order of the help. */
export const commands: readonly CommandSpec[] = [demo, run, report, runs, watch, cluster];
