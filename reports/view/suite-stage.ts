import type { Leg } from '../../suites/engine/journal.ts';
import { nextStep } from '../../suites/engine/next-step.ts';
import { checksOf } from '../../suites/engine/results.ts';
import { comparedScores } from '../../suites/quality/results.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import type { Result } from '../../suites/record/result.ts';
import type { Stage, StageState } from './stage.ts';
import { number } from './text.ts';

/** One suite of one leg of a run as a line: how many passed, and every result that is not a plain pass. */
export function suiteStage(record: RunRecord, suite: string, leg: Leg = 'release'): Stage {
  const checks = checksOf(record.plan, leg).filter((one) => one.suite === suite);
  const scored = leg === 'release' ? comparedScores(record.plan.quality, checks) : [];
  const planned = checks.length + scored.length;
  const found = leg === 'release' ? record.results : (record.rollback?.results ?? []);
  const results = found.filter((result) => result.suite === suite);
  const step = nextStep(record.plan, record.journal);
  const running = step?.do === 'check' && step.leg === leg && step.planned.suite === suite;
  const over = !running && (results.length === planned || isPast(record, leg));
  const state = over
    ? results.length === 0
      ? 'skip'
      : suiteState(results)
    : running
      ? 'running'
      : 'waiting';
  return {
    key: leg === 'release' ? suite : `rollback.${suite}`,
    label: suite,
    state,
    text: results.length === 0 && over ? 'not run' : tally(record, results, planned),
    details: results.flatMap((result) => remarks(record, result)),
  };
}

/** Whether the run has left a leg behind, so that what is missing in it will stay missing. */
export const isPast = (record: RunRecord, leg: Leg): boolean =>
  record.journal.some((entry) => entry.kind === (leg === 'release' ? 'decided' : 'finished'));

/** The worst of the blocking results; what is missing could not be told. */
export function suiteState(results: readonly Result[], planned = results.length): StageState {
  const blocking = results.filter((result) => result.gate === 'blocking');
  for (const outcome of ['fail', 'inconclusive'] as const)
    if (blocking.some((result) => result.outcome === outcome)) return outcome;
  return results.length < planned ? 'inconclusive' : 'pass';
}

/** A skip that leaves no gap: the check does not apply here, or only advises. */
const isBeside = ({ plan }: RunRecord, { outcome, gate, check }: Result): boolean =>
  outcome === 'skip' && (gate === 'advisory' || plan.allowedSkips.includes(check));

function tally(record: RunRecord, results: readonly Result[], planned: number): string {
  const beside = results.filter((result) => isBeside(record, result)).length;
  const of = (outcome: Result['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const others = [
    of('fail') > 0 && `${number(of('fail'))} failed`,
    of('inconclusive') > 0 && `${number(of('inconclusive'))} inconclusive`,
    of('skip') > beside && `${number(of('skip') - beside)} skipped`,
    beside > 0 && `${number(beside)} not applicable`,
  ].filter((text) => text !== false);
  return [`${of('pass')} of ${planned - beside}`, ...others].join(', ');
}

const nth = (attempt: number): string => ['first', 'second', 'third'][attempt - 1] ?? `${attempt}th`;

function remarks(record: RunRecord, result: Result): string[] {
  const advisory = result.gate === 'advisory' ? ' (advisory)' : '';
  const { expected, seen } = result.evidence ?? {};
  switch (result.outcome) {
    case 'pass':
      return result.attempts.length > 1
        ? [`${result.title}: passed at the ${nth(result.attempts.length)} attempt`]
        : [];
    case 'skip':
      return isBeside(record, result) ? [] : [`${result.title}: skipped, ${result.reason}`];
    default:
      return [
        `${result.title}${advisory}: ${result.reason}`,
        ...(expected !== undefined && seen !== undefined ? [`expected ${expected}, seen ${seen}`] : []),
      ];
  }
}
