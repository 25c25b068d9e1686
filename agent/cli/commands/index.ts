import type { CommandSpec } from '../command.ts';
import { baseline } from './baseline.ts';
import { bench } from './bench.ts';
import { bundle } from './bundle.ts';
import { calibrate } from './calibrate.ts';
import { check } from './check.ts';
import { cluster } from './cluster.ts';
import { demo } from './demo.ts';
import { diff } from './diff.ts';
import { goLive } from './go-live.ts';
import { history } from './history.ts';
import { init } from './init.ts';
import { judge } from './judge.ts';
import { pause } from './pause.ts';
import { plan } from './plan.ts';
import { preflight } from './preflight.ts';
import { record } from './record.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { status } from './status.ts';
import { watch } from './watch.ts';
/** Every command, in the order of the help. */
export const commands: readonly CommandSpec[] = [
  demo,
  run,
  bench,
  calibrate,
  judge,
  baseline,
  report,
  runs,
  watch,
  preflight,
  plan,
  record,
  diff,
  status,
  history,
  pause,
  resume,
  bundle,
  goLive,
  check,
  init,
  cluster,
];
