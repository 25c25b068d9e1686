import { standingDecision } from '../../suites/engine/journal.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import { shortened } from './decision-stages.ts';
import { purposeOf } from './purpose.ts';
import type { Stage } from './stage.ts';
import { story } from './story.ts';
import { isSuspectLine, placesOf, suspectsOf } from './suspects.ts';

/** What a reader wants to know within ten seconds. */
export interface Answers {
  /** `FAIL, rolled back`. */
  readonly title: string;
  readonly tone: 'good' | 'bad' | 'warn' | 'busy';
  readonly happened: string;
  readonly why: readonly string[];
  readonly done: string;
}

/** The three answers, from the record and the story that it tells. */
export function answers(record: RunRecord): Answers {
  const stages = story(record);
  const settled = stages.find((stage) => stage.key === 'settled');
  const tag = record.tag ?? 'The release';
  const happened =
    record.plan.settle === null
      ? `${tag} is deployed; it was taken as it is.`
      : settled?.state === 'pass'
        ? `${tag} was rolled out: ${settled.text.replace(` on ${record.tag}`, '')}.`
        : `${tag}: ${settled?.text ?? 'not rolled out'}.`;
  return { title: title(record), tone: tone(record), happened, why: why(record), done: done(record) };
}

function tone({ verdict }: RunRecord): Answers['tone'] {
  if (verdict === null) return 'busy';
  return verdict === 'pass' ? 'good' : verdict === 'fail' ? 'bad' : 'warn';
}

function title(record: RunRecord): string {
  const { verdict, decision, rollback, phase } = record;
  if (verdict === null) return `${phase}…`;
  const acted =
    decision === 'rollback'
      ? {
          done: 'rolled back',
          running: 'rolling back',
          failed: 'rollback failed',
          refused: 'rollback refused',
        }[rollback?.outcome ?? 'running']
      : decision === 'promote'
        ? purposeOf(record).promote.title
        : purposeOf(record).hold.title;
  return `${verdict[0]!.toUpperCase()}${verdict.slice(1)}: ${acted}`;
}

/** The stages that did not pass explain a verdict; where all passed, its own reason does. */
function why(record: RunRecord): string[] {
  if (record.verdict === null) return ['The run is not over.'];
  const bad = story(record)
    .filter((stage) => stage.label === stage.label.toLowerCase())
    .filter((stage) => !['rollback', 'person', 'signal'].includes(stage.key))
    .filter((stage) => stage.state === 'fail' || stage.state === 'inconclusive')
    .flatMap((stage) =>
      stage.key.startsWith('bench')
        ? [stage.text, ...whyOf(stage)]
        : stage.key === 'settled' || stage.key === 'soak'
          ? [stage.text]
          : stage.details.slice(0, 2),
    );
  return shortened(bad.length > 0 ? bad : record.reasons, 3);
}

/** Below a benchmark's worst number: what besides the release explains it, or else that it is out of range too. */
function whyOf({ details }: Stage): string[] {
  const explained = details.filter(isSuspectLine);
  return explained.length > 0 ? explained : details.filter((detail) => detail.endsWith(': outside'));
}

function done(record: RunRecord): string {
  const { rollback, plan } = record;
  if (record.verdict === null) return 'Nothing yet.';
  const target = plan.rollback.target;
  if (record.decision === 'promote') return `Nothing to do: ${purposeOf(record).promote.text}.`;
  if (record.plan.purpose !== 'trial') return `Nothing was changed: ${purposeOf(record).hold.text}.`;
  if (record.decision === 'hold')
    return record.phase === 'Superseded'
      ? 'Nothing to do: the newer release gets a trial of its own.'
      : record.verdict === 'fail'
        ? (standingDecision(record.journal)?.reasons.at(-1) ?? '')
        : `Nothing was changed. Look at ${whereToLook(record)}, mend it, and run the trial again.`;
  if (rollback?.outcome === 'done') {
    const line = story(record).find((stage) => stage.key === 'rollback');
    return `Rolled back to ${target?.tag ?? `revision ${target?.revision}`}: ${line?.text}.`;
  }
  return record.needsHuman ?? 'The rollback is under way.';
}

function whereToLook({ results }: RunRecord): string {
  const suspects = suspectsOf(results);
  return suspects.length > 0 ? `${placesOf(suspects)} first` : 'what could not be told';
}
