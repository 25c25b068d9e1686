import { entriesOf, lastOf, standingDecision } from '../../suites/engine/journal.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import { purposeOf } from './purpose.ts';
import type { Stage } from './stage.ts';
import { suiteStage, suiteState } from './suite-stage.ts';
import { isExplained, placesOf, suspectsOf } from './suspects.ts';
import { count, moment, percent } from './text.ts';

const stateOf = { pass: 'pass', fail: 'fail', inconclusive: 'inconclusive' } as const;

export function verdictStage(record: RunRecord): Stage {
  const base = { key: 'verdict', label: 'Verdict' };
  if (!record.verdict) return { ...base, state: 'waiting', text: '', details: [] };
  const { verdict } = record;
  return {
    ...base,
    state: stateOf[verdict],
    loud: verdict.toUpperCase(),
    text: verdict === 'pass' ? (record.reasons[0] ?? '') : blameText(record),
    details: verdict === 'pass' || blamesRelease(record) ? [] : shortened(doubts(record)),
  };
}

/** Before an upgrade it does not matter whose fault it is. */
const isTrial = ({ plan }: RunRecord): boolean => plan.purpose === 'trial';

const blamesRelease = (record: RunRecord): boolean => record.verdict === 'fail' && isTrial(record);

function blameText(record: RunRecord): string {
  if (!isTrial(record)) return '';
  const suspects = suspectsOf(record.results);
  const why = blamesRelease(record) ? proofsOf(record) : suspects.length > 0 ? `(${placesOf(suspects)})` : '';
  const not = !blamesRelease(record) && suspects.length > 0 ? ', not the release' : '';
  return [`blame: ${record.blame}${not}`, why].filter(Boolean).join('   ');
}

/** The reasons without those that the suspects explain: their stages have them. */
function doubts({ reasons, results }: RunRecord): string[] {
  const explained = results.filter(isExplained);
  return reasons.filter((reason) => !explained.some(({ title }) => reason.startsWith(`${title}: `)));
}

/** What speaks for the measurement itself, so that the blame can be believed. */
function proofsOf(record: RunRecord): string {
  const soaked = entriesOf(record.journal, 'soaked').map(({ measured }) => measured);
  const runs = [...record.benches.flatMap((bench) => bench.runs), ...soaked].filter(
    (run) => run.status === 'valid',
  );
  if (runs.length === 0) return '';
  const idle = runs.flatMap((run) => run.generatorIdle ?? []);
  const least = idle.length > 0 ? [`generator ${percent(Math.min(...idle))} idle`] : [];
  const suspects = runs.some((run) => run.suspects !== undefined)
    ? []
    : [runs.some((run) => run.unseen) ? 'no suspect, as far as could be seen' : 'no suspect around it'];
  return `(${[...least, ...suspects, 'same pods throughout', `seen in ${count(runs.length, 'run')}`].join(', ')})`;
}

export function shortened(reasons: readonly string[], most = 4): string[] {
  const shown = reasons.slice(0, most);
  const rest = reasons.length - shown.length;
  return rest > 0 ? [...shown, `and ${count(rest, 'more reason')}, in the report`] : shown;
}

export function decisionStage(record: RunRecord): Stage {
  const base = { key: 'decision', label: 'Decision' };
  const decided = standingDecision(record.journal);
  if (!decided) return { ...base, state: 'waiting', text: '', details: [] };
  const { promote } = purposeOf(record);
  const loud = decided.decision === 'promote' ? promote.loud : decided.decision.toUpperCase();
  switch (decided.decision) {
    case 'promote': {
      const accepted = lastOf(record.journal, 'accepted');
      if (!accepted) return { ...base, state: 'running', loud, text: '', details: [] };
      const into = count(accepted.baselines.length, 'baseline');
      const text = `${promote.text}${accepted.baselines.length > 0 ? `; its runs were added to ${into}` : ''}`;
      return { ...base, state: 'pass', loud, text, details: [] };
    }
    case 'rollback': {
      const { target } = record.plan.rollback;
      const to = target
        ? `to revision ${target.revision}, ${target.tag ?? 'no tag'}, verified ${moment(target.verifiedAt, decided.at)}`
        : '';
      return { ...base, state: 'fail', loud, text: to, details: [] };
    }
    case 'hold': {
      const why =
        decided.verdict === 'fail' && record.plan.purpose === 'trial'
          ? decided.reasons.at(-1)!
          : holdText(record);
      return { ...base, state: 'inconclusive', loud, text: why, details: [] };
    }
  }
}

function holdText(record: RunRecord): string {
  const suspects = suspectsOf(record.results);
  const { text } = purposeOf(record).hold;
  return suspects.length > 0 && isTrial(record)
    ? `nothing is changed; look at ${placesOf(suspects)} first`
    : text;
}

export function signalStage(record: RunRecord): Stage | null {
  if (!record.signal) return null;
  const delivered = lastOf(record.journal, 'signal-delivered');
  // A run from the command line has nobody to tell.
  if (delivered && delivered.receipts.length === 0) return null;
  return {
    key: 'signal',
    label: 'signal',
    state: delivered ? 'pass' : 'running',
    text: delivered ? `delivered to ${count(record.signal.receipts.length, 'receiver')}` : 'being delivered',
    details: record.signal.receipts,
  };
}

export function rollbackStage(record: RunRecord): Stage | null {
  const { rollback } = record;
  if (!rollback) return null;
  const base = { key: 'rollback', label: 'rollback' };
  const target = rollback.target ? `revision ${rollback.target.revision}` : 'the verified revision';
  if (rollback.outcome === 'running') return { ...base, state: 'running', text: `to ${target}`, details: [] };
  if (rollback.outcome !== 'done')
    return { ...base, state: 'fail', text: `${rollback.outcome}: ${rollback.reason}`, details: [] };
  const suites = [...new Set(record.plan.rollback.suite.map((one) => one.suite))].map((suite) =>
    suiteStage(record, suite, 'rollback'),
  );
  const settled = record.journal.find((entry) => entry.kind === 'settled' && entry.leg === 'rollback');
  const observed = settled?.kind === 'settled' ? settled.observed : null;
  const pods = observed
    ? `${count(observed.pods, 'pod')} back on ${rollback.target?.tag ?? target}`
    : 'settling';
  return {
    ...base,
    state: lastOf(record.journal, 'finished') ? suiteState(rollback.results) : 'running',
    text: [
      `revision ${rollback.revision} = ${rollback.target?.revision}`,
      pods,
      ...suites.map((one) => `verify ${one.text}`),
    ].join(', '),
    details: suites.flatMap((one) => one.details),
  };
}

export function personStage(record: RunRecord): Stage | null {
  if (!record.needsHuman || record.verdict === 'inconclusive') return null;
  if (record.decision === 'hold') return null;
  return { key: 'person', label: 'needs you', state: 'fail', text: record.needsHuman, details: [] };
}
