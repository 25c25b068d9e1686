import { count, number, percent } from '../../../reports/view/text.ts';
import type { PodAge } from '../../../suites/bench/baseline-store.ts';
import { median } from '../../../suites/bench/states.ts';
import type { AcceptedRun, BaselineSpec } from '../../resources/baseline.ts';
import { comparedRuns, fewestRuns, snapshotOf } from '../../resources/baseline-snapshot.ts';
import { tableLines } from '../operations/table-lines.ts';
import { type Answer, type Desk, findBaseline } from './desk.ts';

const heads = ['CRITERION', 'RUNS', 'MEDIAN', 'LEAST', 'MOST', 'ANCHOR', 'SMALLEST EFFECT'];

/** `seatrial baseline show`: what a release is compared with, and what persons decided about it. */
export async function showBaseline(desk: Desk, key: string): Promise<Answer> {
  const spec = await findBaseline(desk, key);
  const ages = (['fresh', 'settled'] as const).filter((pods) => comparedRuns(spec, pods).length > 0);
  const lines = [
    spec.key,
    ...ages.flatMap((pods) => windowLines(spec, pods)),
    ...(ages.length === 0 ? ['  no runs yet'] : []),
    ...pinLines(spec),
    ...calibrationLines(spec),
    ...changeLines(spec),
  ];
  return { lines, data: spec };
}

function windowLines(spec: BaselineSpec, pods: PodAge): string[] {
  const runs = comparedRuns(spec, pods);
  const snapshot = snapshotOf(spec, pods);
  const ids = [...new Set(runs.flatMap(({ scalars }) => Object.keys(scalars)))].sort();
  const rows = ids.map((id) => {
    const values = runs.flatMap(({ scalars }) => scalars[id] ?? []);
    const anchor = snapshot?.anchor?.[id];
    const smallest = snapshot?.smallestEffect?.[id];
    return [
      ...[id, String(values.length)],
      ...[median(values), Math.min(...values), Math.max(...values)].map(number),
      anchor === undefined ? '–' : number(anchor),
      smallest === undefined ? '–' : percent(smallest),
    ];
  });
  const what = snapshot ? snapshot.origin : `too few to compare with: ${runs.length} of ${fewestRuns}`;
  return [
    `  ${count(runs.length, 'run')} of ${pods} pods (${what})`,
    ...busyLines(runs),
    ...tableLines([heads, ...rows], Number.MAX_SAFE_INTEGER).map((line) => `  ${line}`),
  ];
}

/** The most that other users had to do with the numbers. */
function busyLines(runs: readonly AcceptedRun[]): string[] {
  const seen = runs.flatMap(({ background = {} }) => Object.entries(background));
  const most = [...Map.groupBy(seen, ([guard]) => guard)].map(
    ([guard, values]) => `${guard} up to ${number(Math.max(...values.map(([, value]) => value)))}`,
  );
  return most.length > 0 ? [`    other users meanwhile: ${most.join(', ')}`] : [];
}

function pinLines({ pinned, runs }: BaselineSpec): string[] {
  if (!pinned) return [];
  const held = new Set(pinned.runs.map(({ run }) => run));
  const waiting = runs.filter(({ run }) => !held.has(run)).length;
  return [
    `  pinned by ${pinned.who} on ${pinned.since.slice(0, 10)}: ${pinned.why}; ${count(waiting, 'run')} accepted since`,
  ];
}

const calibrationLines = ({ calibration }: BaselineSpec): string[] =>
  calibration ? [`  calibrated ${calibration.at.slice(0, 10)}, ${count(calibration.runs, 'run')}`] : [];

const changeLines = ({ changes = [] }: BaselineSpec): string[] =>
  changes.length === 0
    ? []
    : [
        '  decided',
        ...tableLines(
          changes.map(({ at, kind, who, why, run }) => [at.slice(0, 10), kind, who, run ?? '', why]),
          Number.MAX_SAFE_INTEGER,
        ).map((line) => `  ${line}`),
      ];
