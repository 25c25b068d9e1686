import type { BaselineSpec } from '../../resources/baseline.ts';
import { runsAt } from '../../resources/baseline-runs.ts';
import { fewestRuns } from '../../resources/baseline-snapshot.ts';
import { tableLines } from '../operations/table-lines.ts';
import { type Answer, allBaselines, type Desk } from './desk.ts';

const heads = ['BASELINE', 'FRESH', 'SETTLED', 'NEWEST', 'STATE'];

/** `seatrial baseline list`: nothing is cut, because keys are to be copied. */
export async function listBaselines(desk: Desk): Promise<Answer> {
  const all = await allBaselines(desk);
  const data = all.map((spec) => ({
    key: spec.key,
    ...countsOf(spec),
    newest: newestOf(spec),
    state: stateOf(spec),
  }));
  if (all.length === 0)
    return {
      lines: [`There are no baselines in ${desk.namespace}: the first release that passes makes one.`],
      data,
    };
  const rows = data.map(({ key, fresh, settled, newest, state }) => [
    key,
    String(fresh),
    String(settled),
    newest?.slice(0, 10) ?? '–',
    state,
  ]);
  return { lines: tableLines([heads, ...rows], Number.MAX_SAFE_INTEGER), data };
}

const countsOf = ({ runs }: BaselineSpec) => ({
  fresh: runsAt('fresh', runs).length,
  settled: runsAt('settled', runs).length,
});

const newestOf = ({ runs }: BaselineSpec): string | null =>
  runs
    .map(({ at }) => at)
    .toSorted()
    .at(-1) ?? null;

/** What a release is compared with. */
function stateOf({ pinned, runs, calibration }: BaselineSpec): string {
  const compared = runsAt('fresh', pinned?.runs ?? runs);
  const foreign = compared.filter((run) => run.imported).length;
  return [
    compared.length < fewestRuns
      ? `not compared yet: ${compared.length} of ${fewestRuns} runs of fresh pods`
      : 'compared',
    ...(pinned ? [`pinned by ${pinned.who} on ${pinned.since.slice(0, 10)}`] : []),
    ...(foreign > 0 ? [`${foreign} imported`] : []),
    ...(calibration ? [`calibrated ${calibration.at.slice(0, 10)}`] : []),
  ].join(', ');
}
