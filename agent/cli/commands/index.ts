import type { CommandSpec } from '../command.ts';
import { cluster } from './cluster.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { watch } from './watch.ts';

/** Every command, in the order of the help. */
export const commands: readonly CommandSpec[] = [run, report, runs, watch, cluster];
