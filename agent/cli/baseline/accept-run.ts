import { count } from '../../../reports/view/text.ts';
import { type Acceptable, acceptableOf } from '../../../suites/engine/accept-runs.ts';
import { isScore } from '../../../suites/quality/score.ts';
import type { RunRecord } from '../../../suites/record/record.ts';
import type { BaselineSpec } from '../../resources/baseline.ts';
import { withNewLevel } from '../../resources/baseline-decisions.ts';
import { acceptedRuns } from '../../resources/baseline-runs.ts';
import { fewestRuns } from '../../resources/baseline-snapshot.ts';
import { CliError } from '../errors.ts';
import { type Answer, changeBaseline, type Desk, decided, writingLines } from './desk.ts';

/** `seatrial baseline accept`: what a failed run measured is the level that people live with. @throws CliError */
export async function acceptRun(
  desk: Desk,
  { record, who, why }: { readonly record: RunRecord; readonly who: string; readonly why: string },
): Promise<Answer> {
  const word = decided(desk, who, why);
  const failed = failedOf(desk, record);
  const accept = ({ key, runs }: Acceptable, at: Desk): Promise<BaselineSpec> =>
    changeBaseline(at, key, (spec) => {
      if (spec.pinned) throw pinnedBy(spec.pinned, key);
      return withNewLevel(spec, record.id, acceptedRuns(record.id, runs), word);
    });
  // A refusal comes before anything is written.
  for (const one of failed) await accept(one, { ...desk, dryRun: true });
  const data: BaselineSpec[] = [];
  for (const one of failed) data.push(await accept(one, desk));
  const lines = failed.map(
    ({ key, runs }) =>
      `Accepted ${record.id} into ${key}: releases are compared with its ${count(runs.length, 'run')} and later ones, once there are ${fewestRuns}.`,
  );
  return { lines: writingLines(desk, lines), data };
}

const pinnedBy = ({ who, since, why }: NonNullable<BaselineSpec['pinned']>, key: string): CliError =>
  new CliError('usage', `${key} is pinned by ${who} since ${since.slice(0, 10)} (${why}): unpin it first.`);

/** What a run measured and failed by. */
function failedOf({ namespace }: Desk, record: RunRecord): Acceptable[] {
  const { id, finishedAt, plan, journal } = record;
  if (record.namespace !== namespace)
    throw new CliError(
      'usage',
      `${id} tried a release in namespace ${record.namespace}, not in ${namespace}: see -n.`,
    );
  if (finishedAt === null)
    throw new CliError('unavailable', `${id} is not over yet: wait for it with \`seatrial watch\`.`);
  const failed = record.results.filter(({ outcome }) => outcome === 'fail');
  const acceptable = acceptableOf(plan, journal).filter(({ workload }) =>
    failed.some(({ check }) =>
      workload === null
        ? isScore(check.slice(check.lastIndexOf('.') + 1))
        : check.startsWith(`bench.${workload}.`),
    ),
  );
  if (acceptable.length > 0) return acceptable;
  throw new CliError(
    'usage',
    `No benchmark of ${id} has failed with a run that counts, so there is nothing to accept: what passes is accepted by itself.`,
  );
}
